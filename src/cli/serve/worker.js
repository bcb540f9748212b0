// The worker of a site that is being written: the network first, for a second, then the copy; a reload always asks the
// network, so an author never sees an old page.
const CACHE = "breakglass-serve:" + registration.scope;
const PATIENCE = 1000;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const reload = request.cache === "reload" || request.cache === "no-cache";
  if (request.method !== "GET" || url.origin !== location.origin || url.pathname.includes("/__breakglass/") || reload) return;
  event.respondWith(answer(request));
});

async function answer(request) {
  const cache = await caches.open(CACHE);
  const network = fetch(request).then((response) => {
    if (response.ok && !response.redirected) cache.put(request, response.clone()).catch(() => {});
    return response;
  });
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const first = await Promise.race([network.catch(() => undefined), late]);
  if (first) return first;
  return (await cache.match(request, { ignoreSearch: true })) ?? network;
}
