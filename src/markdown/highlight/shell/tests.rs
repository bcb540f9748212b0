use super::super::testing::check;

fn check_all(cases: &[(&str, &str)]) {
    for (code, expected) in cases {
        check("bash", code, expected);
    }
}

#[test]
fn commands_and_arguments() {
    check_all(&[
        (
            "kubectl logs web-0 --previous -n app --tail=5",
            "«f:kubectl» logs web-0 «p:--previous» «p:-n» app «p:--tail»=5",
        ),
        (
            "a; b && c || d | e & f",
            "«f:a»«o:;» «f:b» «o:&&» «f:c» «o:||» «f:d» «o:|» «f:e» «o:&» «f:f»",
        ),
        ("./run-$X.sh a.sh", "«f:./run-»«v:$X»«f:.sh» a.sh"),
        ("\"$X\"/bin a", "«s:\"»«v:$X»«s:\"»/bin a"),
        ("sleep 5\nkill -9 7", "«f:sleep» «n:5»\n«f:kill» «p:-9» «n:7»"),
        ("find . -exec rm {} \\;", "«f:find» . «p:-exec» rm {} \\;"),
        ("kubectl get <pod-name>", "«f:kubectl» get «v:<pod-name>»"),
    ]);
}

#[test]
fn prefixes_of_commands() {
    check_all(&[
        (
            "sudo -u postgres psql -c x",
            "«f:sudo» «p:-u» postgres «f:psql» «p:-c» x",
        ),
        ("timeout 30s cat f", "«f:timeout» «n:30s» «f:cat» f"),
        ("ls | xargs -n 1 rm", "«f:ls» «o:|» «f:xargs» «p:-n» «n:1» «f:rm»"),
        (
            "kubectl exec -it db-0 -- psql a",
            "«f:kubectl» exec «p:-it» db-0 «p:--» «f:psql» a",
        ),
        ("git log -- a", "«f:git» log «p:--» a"),
        ("time ! true", "«f:time» «o:!» «f:true»"),
    ]);
}

#[test]
fn assignments() {
    check_all(&[
        ("X=1 Y=$Z cmd a=b", "«v:X»«o:=»«n:1» «v:Y»«o:=»«v:$Z» «f:cmd» a=b"),
        ("export A=\"b c\" D", "«k:export» «v:A»«o:=»«s:\"b c\"» «v:D»"),
        ("a+=(x \"y\"\nz)\nls", "«v:a»«o:+=(»x «s:\"y\"»\nz«o:)»\n«f:ls»"),
        ("a[i]=2", "«v:a[i]»«o:=»«n:2»"),
        ("P=$(date +%s) ls", "«v:P»«o:=$(»«f:date» +%s«o:)» «f:ls»"),
    ]);
}

#[test]
fn quotes_and_expansions() {
    check_all(&[
        (
            "echo \"a $B ${C:-\"d\"} $(e \"f\") `g` \\\" $\"",
            "«f:echo» «s:\"a »«v:$B»«s: »«v:${C:-»«s:\"d\"»«v:}»«s: »«o:$(»«f:e» «s:\"f\"»«o:)»«s: »«o:`»«f:g»«o:`»«s: \\\" $\"»",
        ),
        ("echo 'a $B \\'c", "«f:echo» «s:'a $B \\'»c"),
        ("echo $'a\\'b' $1$?", "«f:echo» «s:$'a\\'b'» «v:$1$?»"),
        ("echo 'a\n# b'\nls", "«f:echo» «s:'a\n# b'»\n«f:ls»"),
        (
            "echo $((x + 2))\n((i++))",
            "«f:echo» «o:$((»«v:x» «o:+» «n:2»«o:))»\n«o:((»«v:i»«o:++))»",
        ),
        ("echo \"open\n", "«f:echo» «s:\"open\n»"),
    ]);
}

#[test]
fn comments_and_continuations() {
    check_all(&[
        ("# a\nls # b\nls c#d", "«c:# a»\n«f:ls» «c:# b»\n«f:ls» c#d"),
        ("ls \\\n  -l \\\r\n  a", "«f:ls» «o:\\»\n  «p:-l» «o:\\»\r\n  a"),
        ("ls |\n  wc", "«f:ls» «o:|»\n  «f:wc»"),
    ]);
}

#[test]
fn keywords() {
    check_all(&[
        (
            "if ! grep -q a f; then\n  exit 1\nelse\n  ls\nfi",
            "«k:if» «o:!» «f:grep» «p:-q» a f«o:;» «k:then»\n  «k:exit» «n:1»\n«k:else»\n  «f:ls»\n«k:fi»",
        ),
        (
            "for p in a b; do rm $p; done < f",
            "«k:for» «v:p» «k:in» a b«o:;» «k:do» «f:rm» «v:$p»«o:;» «k:done» «o:<» f",
        ),
        (
            "case $1 in\n  a|b) ls ;;\n  *) cat x;;\nesac",
            "«k:case» «v:$1» «k:in»\n  a«o:|»b«o:)» «f:ls» «o:;;»\n  *«o:)» «f:cat» x«o:;;»\n«k:esac»",
        ),
        (
            "f() { ls; }\nfunction g { ls; }",
            "«f:f»«o:()» «o:{» «f:ls»«o:;» «o:}»\n«k:function» «f:g» «o:{» «f:ls»«o:;» «o:}»",
        ),
        (
            "[[ -f $x && ! $y == b* ]] && ls",
            "«o:[[» «p:-f» «v:$x» «o:&&» «o:!» «v:$y» «o:==» b* «o:]]» «o:&&» «f:ls»",
        ),
        ("[ \"$a\" = b ]; ls", "«o:[» «s:\"»«v:$a»«s:\"» «o:=» b «o:];» «f:ls»"),
        ("echo if done", "«f:echo» if done"),
        ("(cd a && ls) || b", "«o:(»«f:cd» a «o:&&» «f:ls»«o:)» «o:||» «f:b»"),
    ]);
}

#[test]
fn redirections() {
    check_all(&[
        (
            "ls >a 2>&1 2> b &> c < d",
            "«f:ls» «o:>»a «o:2>&1» «o:2>» b «o:&>» c «o:<» d",
        ),
        ("> log date", "«o:>» log «f:date»"),
        ("diff <(a) <(b c)", "«f:diff» «o:<(»«f:a»«o:)» «o:<(»«f:b» c«o:)»"),
        ("cat <<< \"$x\"", "«f:cat» «o:<<<» «s:\"»«v:$x»«s:\"»"),
        ("echo a >&2; ls", "«f:echo» a «o:>&2;» «f:ls»"),
    ]);
}

#[test]
fn here_documents() {
    check_all(&[
        (
            "cat <<EOF > f\na $B \"c\n EOF\nEOF\nls",
            "«f:cat» «o:<<EOF» «o:>» f\n«s:a »«v:$B»«s: \"c\n EOF\n»«o:EOF»\n«f:ls»",
        ),
        (
            "cat <<-'E F'\n\ta $B\n\tE F\nls",
            "«f:cat» «o:<<-'E F'»\n«s:\ta $B\n»«o:\tE F»\n«f:ls»",
        ),
        (
            "x <<A <<\\B | y\n1\nA\n$2\nB\nls",
            "«f:x» «o:<<A» «o:<<\\B» «o:|» «f:y»\n«s:1\n»«o:A»\n«s:$2\n»«o:B»\n«f:ls»",
        ),
        (
            "x=\"$(cat <<E\na\nE\n)\"\nls",
            "«v:x»«o:=»«s:\"»«o:$(»«f:cat» «o:<<E»\n«s:a\n»«o:E»\n«o:)»«s:\"»\n«f:ls»",
        ),
        ("cat <<E\na $(b\nc", "«f:cat» «o:<<E»\n«s:a »«o:$(»«f:b»\n«s:c»"),
        ("a << \nb", "«f:a» «o:<<» \n«f:b»"),
    ]);
}
