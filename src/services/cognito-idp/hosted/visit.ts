// One visit of a hosted page: the application's request, the form that came, and the proof that it came from our own page. A form is
// sent with what a cookie has as well: no other site can do anything in a visitor's name.

import { timingSafeEqual } from "node:crypto";
import { AwsError } from "../../../kernel/errors.ts";
import type { YardContext } from "../../../service/context.ts";
import type { DoorRequest } from "../../../service/service.ts";
import type { HttpResponse } from "../../../wire/wire.ts";
import type { PoolRecord } from "../records.ts";
import { takesOwnUsers } from "../federation/providers.ts";
import { type Ask, readAsk } from "./ask.ts";
import { type Form, formPage, problemPage } from "./page.ts";

const COOKIE = "XSRF-TOKEN";

export interface Visit {
  readonly yard: YardContext;
  readonly ask: Ask;
  /** What the visitor filled in; empty where a page is only shown. */
  readonly form: Readonly<Record<string, string>>;
  /** A page with a form that can be sent. */
  show(form: Form): HttpResponse;
}

/** A page of the application's visitor. */
export type Page = (
  request: DoorRequest,
  yard: YardContext,
  pool: PoolRecord,
  base: string,
) => HttpResponse | Promise<HttpResponse>;

/** A page that is shown. */
export function shown(answer: (visit: Visit) => HttpResponse): Page {
  return (request, yard, pool, base) => {
    const ask = readAsk(request, yard, pool, base);
    if ("status" in ask) return ask;
    const token = yard.random.hex(32);
    const cookie = `${COOKIE}=${token}; Path=/; HttpOnly; SameSite=Lax`;
    return answer({ yard, ask, form: {}, show: (form) => formPage({ ...withToken(form, token), cookie }) });
  };
}

/** A page for the pool's own users; there is none where an application takes those of other providers only. */
export function ownUsersOnly(page: Page): Page {
  return (request, yard, pool, base) => {
    const ask = readAsk(request, yard, pool, base);
    if ("status" in ask) return ask;
    return takesOwnUsers(ask.client)
      ? page(request, yard, pool, base)
      : problemPage(400, "Login option is not available. Please try another one");
  };
}

/** What a form does. `again` shows the form once more, with what was wrong, where the service refused it. */
export function sent(
  answer: (visit: Visit) => Promise<HttpResponse>,
  again: (visit: Visit, problem: AwsError) => HttpResponse | Promise<HttpResponse>,
): Page {
  return async (request, yard, pool, base) => {
    const ask = readAsk(request, yard, pool, base);
    if ("status" in ask) return ask;
    const form = Object.fromEntries(new URLSearchParams(Buffer.from(request.body).toString("utf8")));
    const token = form["_csrf"] ?? "";
    if (!isOfCookie(request, token)) return problemPage(403, "The form is too old. Go back and begin again.");
    const visit: Visit = { yard, ask, form, show: (next) => formPage(withToken(next, token)) };
    try {
      return await answer(visit);
    } catch (error) {
      if (!(error instanceof AwsError) || error.status >= 500) throw error;
      return again(visit, error);
    }
  };
}

function withToken(form: Form, token: string): Form {
  return { ...form, hidden: { ...form.hidden, _csrf: token } };
}

function isOfCookie({ headers }: DoorRequest, token: string): boolean {
  const cookies = (headers["cookie"] ?? "").split(/;\s*/);
  const kept = cookies.find((each) => each.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? "";
  const [left, right] = [Buffer.from(kept), Buffer.from(token)];
  return kept !== "" && left.length === right.length && timingSafeEqual(left, right);
}
