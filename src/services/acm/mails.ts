// The mails of validation by mail, which go to the inbox, and the page to which their link leads.

import type { Scope, YardContext } from "../../service/context.ts";
import type { Door } from "../../service/service.ts";
import type { WriteTx } from "../../store/store.ts";
import type { HttpResponse } from "../../wire/wire.ts";
import type { DomainRecord } from "./records.ts";
import { loadCertificate, placeOfApproval, saveCertificate, saveMail } from "./repo.ts";
import { validate } from "./validation.ts";

const PATH = "/_aws/acm/approvals/";

/** Puts the domain's mail into the inbox. */
export function sendApprovalMail(
  tx: WriteTx,
  context: Pick<YardContext, "clock" | "random" | "origin"> & Scope,
  { name, emails = [], approvalToken: token = "" }: DomainRecord,
): void {
  const text = [
    "Greetings from the Stackyard certificate authority,",
    "",
    `We have received a request to issue a certificate for: ${name}`,
    `AWS account ID: ${context.account}`,
    `AWS Region name: ${context.region}`,
    "",
    "If you own the domain, approve the request here:",
    `${context.origin}${PATH}${token}`,
  ].join("\n");
  saveMail(tx, context, {
    v: 1,
    kind: "email",
    messageId: context.random.uuid(),
    sentAtMs: context.clock.nowMs(),
    from: "no-reply@certificates.amazon.com",
    to: [...emails],
    subject: `Certificate request for ${name}`,
    text,
  });
}

/** Where mails lead: a page that asks, and whose button approves. Who knows the link has read the mail. */
export const approvalDoor: Door = {
  name: "acm-approvals",
  accepts: (_host, path) => path.startsWith(PATH),
  async answer(request, yard) {
    const token = request.path.slice(PATH.length);
    const place = yard.store.read((tx) => placeOfApproval(tx, token));
    const certificate = place && yard.store.read((tx) => loadCertificate(tx, place.scope, place.id));
    const domain = certificate?.domains.find(({ approvalToken }) => approvalToken === token);
    if (place === undefined || certificate === undefined || domain === undefined)
      return page(404, "<p>There is no request that waits for this approval.</p>");
    // Programs that look at links in mails ahead of their readers only GET.
    if (request.method !== "POST")
      return page(
        200,
        `<p>Issue a certificate for ${domain.name}?</p><form method="post"><button>I approve</button></form>`,
      );
    yard.store.write((tx) => {
      const current = loadCertificate(tx, place.scope, place.id);
      if (current === undefined) return;
      const domains = current.domains.map((each) =>
        each.approvalToken === token ? { ...each, isValidated: true } : each,
      );
      saveCertificate(tx, place.scope, { ...current, domains });
    });
    await validate(yard, place.scope, place.id);
    return page(200, `<p>You approved the certificate for ${domain.name}.</p>`);
  },
};

function page(status: number, body: string): HttpResponse {
  return {
    status,
    headers: { "content-type": "text/html; charset=utf-8" },
    body: `<!doctype html><title>Certificate approval</title>${body}`,
  };
}
