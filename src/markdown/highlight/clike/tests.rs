use super::super::testing::check;

#[test]
fn sql() {
    for (code, expected) in [
        (
            "SELECT count(*) FROM t -- c\nWHERE a = 'it''s' and b<>1.5;",
            "«k:SELECT» «f:count»(«o:*») «k:FROM» t «c:-- c»\n«k:WHERE» a «o:=» «s:'it''s'» «k:and» b«o:<>»«n:1.5»;",
        ),
        ("/* a\nb */ x::int", "«c:/* a\nb */» x«o:::»int"),
        (
            "DO $$ BEGIN NULL; END $x$;",
            "«k:DO» «s:$$» «k:BEGIN» «k:NULL»; «k:END» «s:$x$»;",
        ),
        ("\\dt a.b\n\"T\".key = $1", "«f:\\dt» a.b\n«p:\"T\"».key «o:=» «v:$1»"),
        ("E'a' 'open\n;", "«s:E'a'» «s:'open\n;»"),
    ] {
        check("sql", code, expected);
    }
}

#[test]
fn promql() {
    for (code, expected) in [
        (
            "sum by (job, pod) (rate(http_total{code=~\"5..\", a != 'x'}[5m])) > 0.5 # c",
            "«f:sum» «k:by» («p:job», «p:pod») («f:rate»(«v:http_total»{«p:code»«o:=~»«s:\"5..\"», «p:a» «o:!=» «s:'x'»}[«n:5m»])) «o:>» «n:0.5» «c:# c»",
        ),
        (
            "job:up:sum offset 1h30m / on(a) group_left b",
            "«v:job:up:sum» «k:offset» «n:1h30m» «o:/» «k:on»(«p:a») «k:group_left» «v:b»",
        ),
        (
            "rate(a[$__range]) and b != 1e-3",
            "«f:rate»(«v:a»[«v:$__range»]) «k:and» «v:b» «o:!=» «n:1e-3»",
        ),
        (
            "{app=\"x\"} |= `a\\` | json",
            "{«p:app»«o:=»«s:\"x\"»} «o:|=» «s:`a\\`» «o:|» «k:json»",
        ),
    ] {
        check("promql", code, expected);
    }
}

#[test]
fn json() {
    for (code, expected) in [
        (
            "{\n  \"a\": \"b:c\", // d\n  e: [null, -1.5e+3]\n}",
            "{\n  «p:\"a\"»«o::» «s:\"b:c\"», «c:// d»\n  «p:e»«o::» [«k:null», «o:-»«n:1.5e+3»]\n}",
        ),
        ("\"a\\\": \"", "«s:\"a\\\": \"»"),
        ("{\"open\n\"b\": 1", "{«s:\"open»\n«s:\"b\"»«o::» «n:1»"),
    ] {
        check("json", code, expected);
    }
}

#[test]
fn hcl() {
    for (code, expected) in [
        (
            "resource \"a\" \"b\" {\n  c = var.d # e\n  f {\n  }\n}",
            "«k:resource» «s:\"a\"» «s:\"b\"» {\n  «p:c» «o:=» var.d «c:# e»\n  «k:f» {\n  }\n}",
        ),
        (
            "a = \"b ${c(\"d\", { e = 1 })} f\"",
            "«p:a» «o:=» «s:\"b »«o:${»«f:c»(«s:\"d\"», { «p:e» «o:=» «n:1» })«o:}»«s: f\"»",
        ),
        (
            "a = <<-EOT\n  b\n  EOT\nc = a == b ? 1 : 2",
            "«p:a» «o:=» «o:<<-EOT»\n«s:  b\n»«o:  EOT»\n«p:c» «o:=» a «o:==» b «o:?» «n:1» «o::» «n:2»",
        ),
        ("a = <<EOT\nb", "«p:a» «o:=» «o:<<EOT»\n«s:b»"),
    ] {
        check("hcl", code, expected);
    }
}

#[test]
fn python() {
    for (code, expected) in [
        (
            "@app.get(\"/\")\ndef f(a=1):\n    return f\"x\" # c",
            "«p:@app».«f:get»(«s:\"/\"»)\n«k:def» «f:f»(«p:a»«o:=»«n:1»)«o::»\n    «k:return» «s:f\"x\"» «c:# c»",
        ),
        ("\"\"\"a\n\"b\"\"\" + 'c\n", "«s:\"\"\"a\n\"b\"\"\"» «o:+» «s:'c»\n"),
        ("x.is", "x.is"),
    ] {
        check("python", code, expected);
    }
}

#[test]
fn go_and_java() {
    check(
        "go",
        "x := T{A: `b\\`, C: 'd'}\nif err != nil {",
        "x «o::=» T{«p:A»«o::» «s:`b\\`», «p:C»«o::» «s:'d'»}\n«k:if» err «o:!=» «k:nil» {",
    );
    check(
        "java",
        "@Override public int f() { return \"\"\"\n a\"\"\"; } /* open",
        "«p:@Override» «k:public» «k:int» «f:f»() { «k:return» «s:\"\"\"\n a\"\"\"»; } «c:/* open»",
    );
}

#[test]
fn javascript() {
    for (code, expected) in [
        (
            "const a = {b: `c ${d({})} e`, f?: 1}",
            "«k:const» a «o:=» {«p:b»«o::» «s:`c »«o:${»«f:d»({})«o:}»«s: e`», «p:f»«o:?:» «n:1»}",
        ),
        ("x = /it's\\//gi / 2", "x «o:=» «s:/it's\\//gi» «o:/» «n:2»"),
        ("p.catch(e => a ? b : c)", "p.«f:catch»(e «o:=>» a «o:?» b «o::» c)"),
    ] {
        check("ts", code, expected);
    }
}

#[test]
fn powershell() {
    check(
        "powershell",
        "Get-Item $a -Filter \"b`\"\" | Where { $_-1 } # c",
        "«f:Get-Item» «v:$a» «p:-Filter» «s:\"b`\"\"» «o:|» Where { «v:$_»«o:-»«n:1» } «c:# c»",
    );
}
