// Put this in the place of `sw.js` to take the offline copy out of every browser that comes by (docs/offline.md):
// it deletes this site's caches, no others, and then unregisters itself. Open pages stay as they are.
addEventListener("install", (event) => event.waitUntil(skipWaiting()));
addEventListener("activate", (event) => {
  const base = new URL(registration.scope).pathname;
  const own = [`breakglass:${base}:blobs`, `breakglass:${base}:state`, `breakglass-serve:${registration.scope}`];
  event.waitUntil(Promise.all(own.map((name) => caches.delete(name))).then(() => registration.unregister()));
});
