// The hosted pages' HTML: plain forms without scripts, and nothing of a request in them unescaped. Pure.

import type { HttpResponse } from "../../../wire/wire.ts";
import { STYLE } from "./style.ts";

/** An input with its label. */
export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: "text" | "password" | "email" | "tel";
  /** What browsers and password managers know it as; "one-time-code", say. */
  readonly autocomplete: string;
  readonly value?: string;
  /** Below the input, in small letters. */
  readonly hint?: string;
}

/** One of several answers. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

export interface Form {
  readonly title: string;
  readonly action: string;
  readonly button: string;
  readonly fields: readonly Field[];
  /** Sent along. */
  readonly hidden: Readonly<Record<string, string>>;
  /** Answers of which one is chosen, as "answer". */
  readonly choices?: readonly Choice[];
  /** What the visitor is told first. */
  readonly text?: string | undefined;
  /** Something to copy. */
  readonly code?: string | undefined;
  /** What went wrong. */
  readonly problem?: string | undefined;
  /** Above the form: other ways to do the same. */
  readonly ways?: readonly { readonly href: string; readonly text: string }[];
  /** Below the form: other pages, and forms of one button. */
  readonly links?: readonly { readonly href: string; readonly text: string }[];
  readonly also?: { readonly action: string; readonly button: string };
  readonly cookie?: string | undefined;
  readonly status?: number | undefined;
}

/** A page with a form. */
export function formPage(form: Form): HttpResponse {
  const hidden = Object.entries(form.hidden).map(
    ([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`,
  );
  const [first] = form.fields;
  const body = [
    `<h1>${escape(form.title)}</h1>`,
    form.problem === undefined ? "" : `<p class="problem" role="alert" id="problem">${escape(form.problem)}</p>`,
    form.text === undefined ? "" : `<p>${escape(form.text)}</p>`,
    form.code === undefined ? "" : `<p><code>${escape(form.code)}</code></p>`,
    ...waysOf(form.ways ?? []),
    `<form method="post" action="${escape(form.action)}">`,
    ...hidden,
    ...form.fields.map((field) => inputOf(field, field === first, form.problem !== undefined)),
    form.choices === undefined ? "" : choicesOf(form.choices),
    `<button>${escape(form.button)}</button></form>`,
    form.also === undefined
      ? ""
      : `<form method="post" action="${escape(form.also.action)}">${hidden.join("")}<button class="plain">${escape(form.also.button)}</button></form>`,
    ...(form.links ?? []).map(({ href, text }) => `<p><a href="${escape(href)}">${escape(text)}</a></p>`),
  ].join("\n");
  return page(form.status ?? 200, form.title, body, form.cookie === undefined ? {} : { "set-cookie": form.cookie });
}

/** A page of nothing but ways to go on. */
export function waysPage(title: string, ways: NonNullable<Form["ways"]>): HttpResponse {
  return page(200, title, [`<h1>${escape(title)}</h1>`, ...waysOf(ways)].join("\n"), {});
}

/** A page that says what went wrong. */
export function problemPage(status: number, problem: string): HttpResponse {
  return page(status, "Something went wrong", `<h1>Something went wrong</h1>\n<p>${escape(problem)}</p>`, {});
}

function waysOf(ways: NonNullable<Form["ways"]>): readonly string[] {
  return ways.map(({ href, text }) => `<p><a class="way" href="${escape(href)}">${escape(text)}</a></p>`);
}

function inputOf({ name, label, type, autocomplete, value, hint }: Field, isFirst: boolean, isWrong: boolean): string {
  const id = `field-${name}`;
  const described = [hint === undefined ? "" : `${id}-hint`, isWrong ? "problem" : ""].filter((each) => each !== "");
  return [
    `<label for="${escape(id)}">${escape(label)}</label>`,
    `<input id="${escape(id)}" name="${escape(name)}" type="${type}" autocomplete="${escape(autocomplete)}" required`,
    value === undefined ? "" : ` value="${escape(value)}"`,
    autocomplete === "one-time-code" ? ` inputmode="numeric"` : "",
    described.length === 0 ? "" : ` aria-describedby="${escape(described.join(" "))}"`,
    isFirst ? " autofocus>" : ">",
    hint === undefined ? "" : `<small id="${escape(id)}-hint">${escape(hint)}</small>`,
  ].join("");
}

function choicesOf(choices: readonly Choice[]): string {
  const radios = choices.map(
    ({ value, label }, index) =>
      `<label class="choice"><input type="radio" name="answer" value="${escape(value)}" required${index === 0 ? " checked" : ""}> ${escape(label)}</label>`,
  );
  return `<fieldset><legend>How do you want to prove that it is you?</legend>${radios.join("")}</fieldset>`;
}

function page(status: number, title: string, body: string, headers: Readonly<Record<string, string>>): HttpResponse {
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      // Nothing but the style is loaded, no other site frames the page, and no script runs.
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
      "referrer-policy": "no-referrer",
      ...headers,
    },
    body: `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
<main>
${body}
</main>
</html>`,
  };
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
