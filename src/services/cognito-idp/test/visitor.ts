// A visitor with a browser: it keeps cookies by site and path, fills forms in, and follows redirections where it is told to.

import { expect } from "vitest";

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

export class Visitor {
  url: URL;
  html = "";
  status = 0;
  location: URL | undefined;
  readonly #cookies = new Map<string, Cookie[]>();

  constructor(start: string) {
    this.url = new URL(start);
  }

  async open(href?: string): Promise<this> {
    if (href !== undefined) this.url = new URL(href, this.url);
    return this.#take(await fetch(this.url, { redirect: "manual", headers: { cookie: this.#cookiesOf(this.url) } }));
  }

  /** The page behind the link with this text. */
  follow(text: string): Promise<this> {
    const link = [...this.html.matchAll(/<a [^>]*href="([^"]+)">([^<]+)<\/a>/g)].find(([, , shown]) => shown === text);
    return this.open(unescape(link?.[1] ?? "#nothing"));
  }

  /** Goes where the last answer sends, as long as it is to a page of this origin. */
  async goOn(): Promise<this> {
    const { origin } = this.url;
    for (let hops = 0; this.location?.origin === origin && hops < 10; hops++) await this.open(this.location.href);
    return this;
  }

  /** Sends the form whose button has this text, with what it has hidden. */
  async send(button: string, fields: Readonly<Record<string, string>> = {}): Promise<this> {
    const form = [...this.html.matchAll(/<form method="post" action="([^"]+)">(.*?)<\/form>/gs)].find(([, , inner]) =>
      inner?.includes(`>${button}</button>`),
    );
    const hidden = [...(form?.[2] ?? "").matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)];
    const body = new URLSearchParams(
      hidden.map(([, name = "", value = ""]): [string, string] => [unescape(name), unescape(value)]),
    );
    for (const [name, value] of Object.entries(fields)) {
      expect(form?.[2], `a field ${name}`).toContain(`name="${name}"`);
      body.set(name, value);
    }
    const action = new URL(unescape(form?.[1] ?? ""), this.url);
    const headers = { cookie: this.#cookiesOf(action) };
    return this.#take(await fetch(action, { method: "POST", redirect: "manual", headers, body }));
  }

  get title(): string {
    return unescape(/<h1>([^<]*)<\/h1>/.exec(this.html)?.[1] ?? "");
  }

  /** What the application is told at its callback. */
  get answer(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.location?.searchParams ?? []);
  }

  #cookiesOf({ origin, pathname }: URL): string {
    const kept = (this.#cookies.get(origin) ?? []).filter(({ path }) => pathname.startsWith(path));
    return kept.map(({ name, value }) => `${name}=${value}`).join("; ");
  }

  async #take(answer: Response): Promise<this> {
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const path = /; ?Path=([^;]*)/i.exec(line)?.[1] ?? "/";
      const { origin } = new URL(answer.url);
      const others = (this.#cookies.get(origin) ?? []).filter((each) => each.name !== name || each.path !== path);
      this.#cookies.set(origin, /Max-Age=0/i.test(line) ? others : [...others, { name, value, path }]);
    }
    this.status = answer.status;
    const location = answer.headers.get("location");
    this.location = location === null ? undefined : new URL(location, this.url);
    this.html = await answer.text();
    return this;
  }
}

function unescape(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
