// The links in mails, and the door behind them: an address is verified, a mail was opened, a link in it clicked, a contact leaves a
// list. They are followed without credentials: what a token or an id says is the proof. No page says what a request gave it.

import { isRegion, parseAccountId } from "../../kernel/ids.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import type { Door, DoorRequest } from "../../service/service.ts";
import type { HttpResponse } from "../../wire/wire.ts";
import { VERIFY_PATH, verifyByLink } from "./identities/verification.ts";
import { leaveByLink, UNSUBSCRIBE_PATH } from "./contacts/leave.ts";
import { noteClick, noteOpen } from "./sending/tracked.ts";
import { TRACKING_PATH } from "./sending/tracking.ts";

const VERIFY = new RegExp(`^${VERIFY_PATH}/(\\d{12})/([a-z0-9-]+)$`);
const TRACK = new RegExp(`^${TRACKING_PATH}/(\\d{12})/([a-z0-9-]+)/([0-9a-f-]+)/(?:open|click/(\\d+))$`);
const UNSUBSCRIBE = new RegExp(`^${UNSUBSCRIBE_PATH}/(\\d{12})/([a-z0-9-]+)/([0-9a-f-]+)$`);

export const linksDoor: Door = {
  name: "ses-links",
  accepts: (_host, path) => VERIFY.test(path) || TRACK.test(path) || UNSUBSCRIBE.test(path),
  async answer(request, yard) {
    const [, account = "", region = "", messageId = "", link] =
      VERIFY.exec(request.path) ?? TRACK.exec(request.path) ?? UNSUBSCRIBE.exec(request.path) ?? [];
    if (!isRegion(region)) return page(404, "There is no such page.");
    const scope: Scope = { account: parseAccountId(account), region };
    if (VERIFY.test(request.path)) return verify(request, yard, scope);
    if (UNSUBSCRIBE.test(request.path)) return leave(request, yard, scope, messageId);
    return track(request, yard, scope, messageId, link);
  },
};

function verify(request: DoorRequest, yard: YardContext, scope: Scope): HttpResponse {
  const query = new Map(request.query);
  const verified = verifyByLink(yard, scope, query.get("identity") ?? "", query.get("token") ?? "");
  if (verified?.redirect !== undefined) return { status: 302, headers: { location: verified.redirect }, body: "" };
  if (verified?.isVerified === true)
    return page(200, "Congratulations! You have successfully verified an email address.");
  return page(400, "This link is no longer good: it was used, it is older than 24 hours, or another one was sent.");
}

// A picture of one pixel: the smallest GIF.
const PIXEL = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

function track(
  request: DoorRequest,
  yard: YardContext,
  scope: Scope,
  messageId: string,
  link: string | undefined,
): HttpResponse {
  const visit = { ipAddress: request.sourceIp, userAgent: request.headers["user-agent"] ?? "" };
  if (link === undefined) {
    noteOpen(yard, scope, messageId, visit);
    return { status: 200, headers: { "content-type": "image/gif", "cache-control": "no-store" }, body: PIXEL };
  }
  const url = noteClick(yard, scope, messageId, Number(link), visit);
  return url === undefined
    ? page(404, "There is no such link.")
    : { status: 302, headers: { location: url }, body: "" };
}

function leave(request: DoorRequest, yard: YardContext, scope: Scope, token: string): HttpResponse {
  // AWS: "Using subscription management": one click of the mail program is a POST (RFC 8058), a person's is a page first.
  if (!leaveByLink(yard, scope, token, request.method === "POST")) return page(404, "There is no such subscription.");
  return page(
    200,
    request.method === "POST" ? "You have been unsubscribed." : "To unsubscribe, send this page's form.",
    request.method !== "POST",
  );
}

function page(status: number, text: string, hasForm = false): HttpResponse {
  if (!hasForm) return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: `${text}\n` };
  const body = `<!doctype html><title>Unsubscribe</title><form method="post"><button>Unsubscribe</button></form>\n`;
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'; form-action 'self'",
  };
  return { status, headers, body };
}
