// Goal: templates render as Velocity 1.7 renders them, reach nothing but their values, and end. Method: a table of templates and
// what they make, from the Velocity reference and from AWS's documentation; then an attacker's templates.

import { describe, expect, test } from "vitest";
import { renderTemplate, templateOf } from "./evaluate.ts";
import { fromPlain, JsonSyntaxError, parseJson, printJson } from "./json.ts";
import { findByPath } from "./json-path.ts";
import { VtlError, VtlSyntaxError } from "./syntax.ts";
import { HostObject, Meter, textOf, type Value } from "./values.ts";

function render(template: string, variables: Record<string, unknown> = {}): string {
  const values = Object.entries(variables).map(([name, value]): [string, Value] => [
    name,
    value instanceof HostObject ? value : fromPlain(value),
  ]);
  return renderTemplate(templateOf(template), values);
}

// AWS: "Apache Velocity Engine 1.7: VTL Reference" and "User Guide", to which the API Gateway guide points.
describe("the language", () => {
  test.each<[template: string, expected: string, variables?: Record<string, unknown>]>([
    // References
    ["$a ${a}b $!a", "1 1b 1", { a: 1 }],
    ["$none ${none} $!none $!{none}|", "$none ${none}  |"],
    ["$a.b.c ${a.b.c}x", "1 1x", { a: { b: { c: 1 } } }],
    ["$a. $a.", "x. x.", { a: "x" }],
    ["$a[0] $a[1] ${a[0]}", "x y x", { a: ["x", "y"] }],
    ["$a['k-1'] $a.get('k-1')", "v v", { a: { "k-1": "v" } }],
    ["$a [0] $a[x]", "s [0] s[x]", { a: "s" }],
    ["$5.00 and a@b.c # 1 #1 $ $!", "$5.00 and a@b.c # 1 #1 $ $!"],
    ["$a-b $a_b", "1 2", { "a-b": 1, a_b: 2 }],
    // Escapes
    ["\\$a \\\\$a \\\\\\$a", "$a \\1 \\$a", { a: 1 }],
    ["\\$none \\\\$none", "\\$none \\\\$none"],
    ["\\#if(true) \\#set", "#if(true) #set"],
    ["#[[$a #if]]# $a", "$a #if 1", { a: 1 }],
    // Comments
    ["a## gone\nb#* gone\n gone *#c", "abc"],
    // #set
    ["#set($a = 1)$a #set( $b = 'x' )$b", "1 x"],
    ["#set($a = 1)\n#set($b = 2)\n$a$b", "12"],
    ["#set($a.b = 'n')$a.b #set($a['c'] = 'm')$a", "n {b=n, c=m}", { a: {} }],
    ["#set($a = $none)$a", "old", { a: "old" }],
    ["#set($a = \"<$b>\")$a #set($a = '<$b>')$a", "<1> <$b>", { b: 1 }],
    ['#set($a = "say ""hi""")$a', 'say "hi"'],
    ["#set($a = [1, 'two', $b, [3]])$a $a.size()", "[1, two, x, [3]] 4", { b: "x" }],
    ['#set($a = {"k": 1, "l": {"m": true}})$a $a.l.m', "{k=1, l={m=true}} true"],
    // Arithmetic
    ["#set($a = 7 / 2)$a #set($a = -7 / 2)$a #set($a = 7 % 2)$a #set($a = 7.0 / 2)$a", "3 -3 1 3.5"],
    ["#set($a = 1 + 2 * 3)$a #set($a = (1 + 2) * 3)$a #set($a = 1 / 0)$!a", "7 9 9"],
    ["#set($a = $b + 1)$a", "9007199254740994", { b: 9007199254740993n }],
    ["#set($a = 'a' + 1)$a #set($a = 1 + 'a' + $none)$a", "a1 1a$none"],
    ["#set($a = 1.5 * 2)$a #set($a = 10000000.0 * 1)$a #set($a = 0.0001 * 1)$a", "3.0 1.0E7 1.0E-4"],
    // Conditions: only null and false are false.
    ["#if($a)1#end#if($b)2#end#if($c)3#end#if($d)4#end#if($e)5#end", "45", { b: false, c: null, d: "", e: 0 }],
    ["#if($a == 1)one#elseif($a == 2)two#{else}more#end", "two", { a: 2 }],
    ["#if(!$a && ($b || $c))y#{else}n#end", "y", { b: true }],
    ["#if($a == '1')y#end#if($a eq 1)y#end#if($a != 2)y#end#if($a lt 2 and not $none)y#end", "yyyy", { a: 1 }],
    ["#if($a == $none)y#else n#end", " n", { a: 1 }],
    ["#if($a < 1.5)y#end#if(2 >= 2.0)y#end#if('a' < 'b')n#end", "yy", { a: 1 }],
    // Loops
    ["#foreach($i in [1..3])$i#if($foreach.hasNext),#end#end", "1,2,3"],
    ["#foreach($i in [3..1])$i$velocityCount$foreach.index$foreach.count #end", "3101 2212 1323 "],
    ["#foreach($i in $m)$i#end#foreach($k in $m.keySet())$k#end", "12ab", { m: { a: 1, b: 2 } }],
    ["#foreach($e in $m.entrySet())$e.key=$e.value;$e.getKey();#end", "a=1;a;b=2;b;", { m: { a: 1, b: 2 } }],
    ["#foreach($i in [1..9])#if($i == 3)#break#end$i#end|", "12|"],
    ["#foreach($i in [1, 2])#foreach($j in [1, 2])$foreach.parent.count$foreach.count #end#end", "11 12 21 22 "],
    ["#foreach($i in $none)x#end#set($i = 5)#foreach($i in [1])#end$i", "5"],
    ["a#stop b", "a"],
    // Line ends behind directives belong to them.
    ["#if(true)\na\n#else\nb\n#end\nc", "a\nc"],
    // Macros and blocks
    ["#macro(twice $x)$x$x#end#twice('a')#twice(\"b\")", "aabb"],
    ["#macro(pair $x $y)<$x,$y>#end#pair($a 2) #unknown(3) #unknown", "<1,2> #unknown(3) #unknown", { a: 1 }],
    ["#define($block)<$a>#end#set($a = 1)$block#set($a = 2)$block", "<1><2>"],
  ])("%j", (template, expected, variables) => {
    expect(render(template, variables)).toBe(expected);
  });

  test.each([
    "#if(true)",
    "#end",
    "#set($a 1)",
    "#foreach($a of [1])#end",
    "#if(1 +)#end",
    "#* never ends",
    "#parse('/etc/passwd')",
    "#include('/etc/passwd')",
    "#evaluate('$a')",
  ])("%j is refused", (template) => {
    expect(() => render(template)).toThrow(VtlSyntaxError);
  });

  test("loops end after a thousand turns", () => {
    // AWS: "Quotas for configuring and running a REST API": iterations in a #foreach loop of a mapping template.
    expect(render("#foreach($i in [1..1000000000])x#end")).toHaveLength(1000);
  });
});

// AWS: Java SE 8: String, List, Map.
describe("methods", () => {
  test.each<[expression: string, expected: string]>([
    ["$s.length()", "5"],
    ["$s.toUpperCase() $s.substring(1) $s.substring(1, 3) $s.charAt(0)", "A.B.C .b.c .b a"],
    ["$s.split('\\.').size() $s.split('.').size() $s.split('\\.')", "3 1 [a, b, c]"],
    [
      "$s.replaceAll('\\.', '-') $s.replaceAll('([a-z])', '<$1>') $s.replaceFirst('[a-z]', 'x') $s.replace('.', '')",
      "a-b-c <a>.<b>.<c> x.b.c abc",
    ],
    ["$s.contains('b') $s.startsWith('a') $s.endsWith('a') $s.indexOf('c') $s.lastIndexOf('.')", "true true false 4 3"],
    [
      "$s.equals('a.b.c') $s.equalsIgnoreCase('A.B.C') $s.matches('a.*') $s.matches('a') $s.isEmpty()",
      "true true true false false",
    ],
    ["$s.trim().concat('!') $s.compareTo('b')", "a.b.c! -1"],
    [
      "$l.size() $l.get(0) $l.contains('y') $l.indexOf('y') $l.isEmpty() $l.empty $l.subList(0, 1)",
      "2 x true 1 false false [x]",
    ],
    ["$l.add('z') $l.size() $!l.set(0, 'w') $l $l.remove(0) $l", "true 3 x [w, y, z] w [y, z]"],
    [
      "$m.size() $m.containsKey('a') $m.get('a') $m.keySet() $m.values() $m.getOrDefault('q', 7)",
      "2 true 1 [a, b] [1, 2] 7",
    ],
    ["$!m.put('c', 3)$m $m.remove('a') $!m.putAll({'d': 4})$m", "{a=1, b=2, c=3} 1 {b=2, c=3, d=4}"],
    ["$n.toString().length() $n.intValue() $n.equals(5)", "1 5 true"],
    ["$s.nope() $m.nope() $n.nope() $s.size", "$s.nope() $m.nope() $n.nope() $s.size"],
  ])("%j", (expression, expected) => {
    expect(render(expression, { s: "a.b.c", l: ["x", "y"], m: { a: 1, b: 2 }, n: 5 })).toBe(expected);
  });
});

describe("an attacker's templates", () => {
  test.each([
    "$s.constructor",
    "$s.constructor.constructor('return process')",
    "$s.getClass().forName('java.lang.Runtime')",
    "$s.class.forName('x')",
    "$l.constructor $l.push $l.at(0) ${l.__proto__}",
    "$m.constructor $m.hasOwnProperty $m.set('a', 1) ${m.__proto__}",
    "$h.constructor $h.properties $h.methods $h['constructor'] $h.methods.get('x')",
    "$n.constructor",
  ])("%j reaches nothing", (template) => {
    const host = new HostObject({ properties: { a: () => "b" } });
    expect(render(template, { s: "x", l: [], m: {}, n: 1, h: host })).toBe(template);
  });

  test("names that JavaScript knows are names like any other", () => {
    const before = Object.keys(Object.prototype);
    expect(render("#set($m['__proto__'] = 'p')#set($m.constructor = 'c')$m", { m: {} })).toBe(
      "{__proto__=p, constructor=c}",
    );
    expect(render("$__proto__ $constructor $toString")).toBe("$__proto__ $constructor $toString");
    expect(Object.keys(Object.prototype)).toEqual(before);
    expect(({} as { p?: unknown }).p).toBeUndefined();
  });

  test.each<[what: string, template: string]>([
    ["text that doubles", "#set($t = 'x')#foreach($i in [1..60])#set($t = \"$t$t\")#end$t"],
    ["text that doubles by concat", "#set($t = 'x')#foreach($i in [1..60])#set($t = $t.concat($t))#end$t"],
    [
      "text that doubles by replacing",
      "#set($t = 'xx')#foreach($i in [1..60])#set($t = $t.replaceAll('x', 'xx'))#end$t",
    ],
    ["a list that doubles", "#set($l = [1, 2])#foreach($i in [1..60])#set($b = $l.addAll($l))#end"],
    ["an integer that squares", "#set($n = 3)#foreach($i in [1..60])#set($n = $n * $n)#end"],
    ["loops in loops", "#foreach($i in [1..1000])#foreach($j in [1..1000])#foreach($k in [1..1000])x#end#end#end"],
    ["a value in itself", "#set($m = {})#set($m.m = $m)$m"],
    ["values that share", "#set($l = [1])#foreach($i in [1..60])#set($l = [$l, $l])#end$l"],
    ["a macro that calls itself", "#macro(m)#m()#end#m()"],
    ["a block that holds itself", "#define($b)$b#end$b"],
    ["a pattern that never ends", "$s.matches('(a+)+b')"],
    ["a replacement that never ends", "$s.replaceAll('(a+)+b', '')"],
    ["a division of text that never ends", "$s.split('(a+)+b')"],
  ])("%s ends", (_what, template) => {
    expect(() => render(template, { s: "a".repeat(60) })).toThrow(VtlError);
  });

  test.each<[what: string, template: string]>([
    ["parentheses", `#if(${"(".repeat(5000)}1${")".repeat(5000)})#end`],
    ["lists", `#set($a = ${"[".repeat(5000)}${"]".repeat(5000)})`],
    ["directives", "#if(true)".repeat(5000) + "#end".repeat(5000)],
    ["negations", `#if(${"!".repeat(5000)}1)#end`],
    ["references", "$a[".repeat(5000)],
  ])("%s without end are refused", (_what, template) => {
    expect(() => render(template)).toThrow(VtlSyntaxError);
  });
});

describe("JSON", () => {
  const meter = (): Meter => new Meter();

  test("numbers, names and order are kept", () => {
    const text = '{"b":12345678901234567890,"a":1.0,"10":1.5,"__proto__":[true,null,"\\u00e9\\n"],"c":{}}';
    expect(printJson(parseJson(text), meter())).toBe(text.replace("\\u00e9", "é"));
    expect(textOf(parseJson('{"a":[1,"x"],"b":null}'), meter())).toBe("{a=[1, x], b=null}");
  });

  test.each(["", "{", "[1,]", '{"a" 1}', "01", "1 2", "nul", "'a'", '"\n"', "[".repeat(100_000)])(
    "%.20s is refused",
    (text) => {
      expect(() => parseJson(text)).toThrow(JsonSyntaxError);
    },
  );
});

// AWS: JSON paths are Jayway's; the store is the one of its documentation.
describe("JSON paths", () => {
  const store = parseJson(
    '{"store":{"book":[{"category":"reference","title":"A","price":8.95},{"category":"fiction","title":"B","price":12.99},' +
      '{"category":"fiction","title":"C","isbn":"0-553","price":8.99},{"category":"fiction","title":"D","isbn":"0-395","price":22.99}],' +
      '"bicycle":{"color":"red","price":19.95}},"expensive":10,"a.b":{"c d":1}}',
  );
  test.each<[path: string, expected: string | undefined]>([
    ["$.expensive", "10"],
    ["expensive", "10"],
    ["$['store']['bicycle'].color", '"red"'],
    ["$['a.b']['c d']", "1"],
    ["$.store.book[0].title", '"A"'],
    ["$.store.book[-1].title", '"D"'],
    ["$.store.book[*].title", '["A","B","C","D"]'],
    ["$.store.book[0,2].title", '["A","C"]'],
    ["$.store.book[:2].title", '["A","B"]'],
    ["$.store.book[1:3].title", '["B","C"]'],
    ["$.store.book[-2:].title", '["C","D"]'],
    ["$..title", '["A","B","C","D"]'],
    ["$.store..price", "[8.95,12.99,8.99,22.99,19.95]"],
    ["$.store.book[?(@.isbn)].title", '["C","D"]'],
    ["$.store.book[?(@.price < $.expensive)].title", '["A","C"]'],
    ["$.store.book[?(@.category == 'fiction' && !(@.price > 20))].title", '["B","C"]'],
    ["$.store.book[?(@.title =~ /[ab]/i)].title", '["A","B"]'],
    ["$.store.book[?(@.title in ['A', 'D'])].title", '["A","D"]'],
    ["$.store.book.length()", "4"],
    ["$.store.book[*].price.max()", "22.99"],
    ["$.store.bicycle['color','price']", '{"color":"red","price":19.95}'],
    ["$.none", undefined],
    ["$.store.book[9]", undefined],
    ["$.store.book[?(@.price > 100)]", "[]"],
    ["$", printJson(store, new Meter())],
  ])("%s", (path, expected) => {
    const found = findByPath(store, path, new Meter());
    expect(found === undefined ? undefined : printJson(found, new Meter())).toBe(expected);
  });

  test.each(["$.", "$[", "$.a[", "$.a['b", "$.a[?(", "$.a[?(@.b ==)]", "$x"])("%s is refused", (path) => {
    expect(() => findByPath(store, path, new Meter())).toThrow(VtlError);
  });
});
