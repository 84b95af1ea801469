// The language of templates. AWS: "Advanced email personalization" of SES's developer guide, and Handlebars's built-in helpers.

import { expect, test } from "vitest";
import { parseTemplate } from "./parse.ts";
import { renderTemplate } from "./render.ts";

const render = (template: string, data: unknown = {}): string => renderTemplate(parseTemplate(template), data);

// Goal: each form of tag writes what Handlebars would. Method: template, data, text.
test.each([
  ["Dear {{name}}, {{{ name }}} {{& name}}", { name: "<b>" }, "Dear <b>, <b> <b>"],
  ["{{contact.city}} {{contact.[post code]}}", { contact: { city: "Ulm", "post code": 1 } }, "Ulm 1"],
  ["{{! a note }}{{!-- {{x}} --}}.", {}, "."],
  ["{{#each a}}{{@index}}{{this.n}}{{#unless @last}},{{/unless}}{{/each}}", { a: [{ n: "x" }, { n: "y" }] }, "0x,1y"],
  ["{{#each a as |item i|}}{{i}}{{item}}{{../b}}{{/each}}", { a: ["x"], b: "!" }, "0x!"],
  ["{{#each o}}{{@key}}={{.}};{{else}}none{{/each}}", { o: { a: 1, b: 2 } }, "a=1;b=2;"],
  ["{{#each gone}}x{{else}}none{{/each}}", {}, "none"],
  ["{{#if a}}A{{else if b}}B{{else}}C{{/if}}", { b: [1] }, "B"],
  ["{{#if a}}A{{else if b}}B{{else}}C{{/if}}", { a: [], b: 0 }, "C"],
  ["{{#with a}}{{b}}{{/with}}{{#s}}{{x}}{{/s}}{{^t}}no{{/t}}", { a: { b: 1 }, s: [{ x: 2 }, { x: 3 }] }, "123no"],
  ['{{#* inline "full"}}{{first}} {{last}}{{/inline}}Hi {{> full}}', { first: "A", last: "B" }, "Hi A B"],
  ["{{lookup names key}}", { names: { a: "x" }, key: "a" }, "x"],
  ["a\n  {{#if x}}\nb\n  {{/if}}\nc", { x: 1 }, "a\nb\nc"],
  ["a {{~#if x~}} b {{~/if~}} c", { x: 1 }, "abc"],
  ["{{n}}{{t}}{{z}}", { n: 0, t: true, z: null }, "0true"],
])("%s", (template, data, text) => {
  expect(render(template, data)).toBe(text);
});

// Goal: what the data does not have is a failure that names it, and nothing of the process can be had.
test.each(["{{name}}", "{{a.b}}", "{{constructor}}", "{{a.__proto__}}", "{{#each l}}{{x}}{{/each}}"])(
  "%s is missing",
  (template) => {
    expect(() => render(template, { a: {}, l: [{}] })).toThrow(/is not present in the rendering data/);
  },
);

// Goal: what is not a template is refused when it is made, and what has no end when it runs.
test("refuses what it cannot read", () => {
  for (const template of [
    "{{#if a}}",
    "{{/if}}",
    "{{a",
    "{{#if a}}{{/each}}",
    "{{shout a}}",
    "{{a b c}}",
    "{{}}",
    '{{#* foo "a"}}{{/foo}}',
  ])
    expect(() => parseTemplate(template), template).toThrow();
  expect(() => render('{{#* inline "a"}}{{> a}}{{/inline}}{{> a}}')).toThrow("nested too deeply");
  expect(() => render("{{> gone}}")).toThrow("could not be found");
  const l = Array.from({ length: 200 }, () => 1);
  expect(() => render("{{#each l}}{{#each ../l}}{{#each ../../l}}x{{/each}}{{/each}}{{/each}}", { l })).toThrow(
    "too long",
  );
});
