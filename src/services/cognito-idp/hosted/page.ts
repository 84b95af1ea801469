// The hosted pages' HTML: as plain as can be, and nothing of a request in it unescaped. Pure.

import type { HttpResponse } from "../../../wire/wire.ts";

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: "text" | "password";
}

/** A page with a form. `hidden` is sent along; `problem` is shown above. */
export function formPage(form: {
  readonly title: string;
  readonly action: string;
  readonly fields: readonly Field[];
  readonly hidden: Readonly<Record<string, string>>;
  readonly problem?: string | undefined;
  readonly cookie?: string;
  readonly status?: number;
}): HttpResponse {
  const inputs = form.fields.map(
    ({ name, label, type }) =>
      `<label>${escape(label)}<input name="${escape(name)}" type="${type}" required autocomplete="${type === "password" ? "current-password" : "username"}"></label>`,
  );
  const hidden = Object.entries(form.hidden).map(
    ([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`,
  );
  const problem = form.problem === undefined ? "" : `<p role="alert">${escape(form.problem)}</p>`;
  const body = `<h1>${escape(form.title)}</h1>${problem}<form method="post" action="${escape(form.action)}">${hidden.join("")}${inputs.join("")}<button>Continue</button></form>`;
  return page(form.status ?? 200, form.title, body, form.cookie === undefined ? {} : { "set-cookie": form.cookie });
}

/** A page that says what went wrong. */
export function problemPage(status: number, problem: string): HttpResponse {
  return page(status, "Something went wrong", `<h1>Something went wrong</h1><p>${escape(problem)}</p>`, {});
}

function page(status: number, title: string, body: string, headers: Readonly<Record<string, string>>): HttpResponse {
  const style =
    "body{font:16px system-ui;max-width:22rem;margin:15vh auto;padding:0 1rem}label{display:block;margin:1rem 0}input{display:block;width:100%;padding:.5rem;box-sizing:border-box}button{padding:.6rem 1.2rem}";
  return {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      // Nothing but the style above is loaded, no other site frames the page, and no script runs.
      "content-security-policy":
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
      "referrer-policy": "no-referrer",
      ...headers,
    },
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><style>${style}</style>${body}</html>`,
  };
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
