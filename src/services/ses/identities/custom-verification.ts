// Custom verification mails: the account's own words and pages around the link that verifies an address.
//
// AWS: "Using custom verification email templates": the content has at most 10 MB and no scripts; the sender must be verified.

import type { AwsError } from "../../../kernel/errors.ts";
import type { Context, Scope } from "../../../service/context.ts";
import type { ReadTx } from "../../../store/store.ts";
import { flawOf } from "../addresses.ts";
import { requireSet } from "../configuration-sets.ts";
import type { Faults } from "../faults.ts";
import type { VerificationTemplateRecord } from "../records.ts";
import { loadAccount, verificationTemplates } from "../repo.ts";
import { sendNotice } from "../sending/notices.ts";
import { requireEnabled } from "../sending/send.ts";
import { verifiedIdentity } from "../sending/sender.ts";
import { awaitVerification } from "./verification.ts";

interface Given {
  readonly TemplateName: string;
  readonly FromEmailAddress: string;
  readonly TemplateSubject: string;
  readonly TemplateContent: string;
  readonly SuccessRedirectionURL: string;
  readonly FailureRedirectionURL: string;
}

export function readVerificationTemplate(given: Given): VerificationTemplateRecord {
  return {
    v: 1,
    name: given.TemplateName,
    from: given.FromEmailAddress,
    subject: given.TemplateSubject,
    content: given.TemplateContent,
    successUrl: given.SuccessRedirectionURL,
    failureUrl: given.FailureRedirectionURL,
    tags: {},
  };
}

/** All but the content, as lists have it. */
export function writeVerificationTemplate(template: VerificationTemplateRecord): Omit<Given, "TemplateContent"> {
  return {
    TemplateName: template.name,
    FromEmailAddress: template.from,
    TemplateSubject: template.subject,
    SuccessRedirectionURL: template.successUrl,
    FailureRedirectionURL: template.failureUrl,
  };
}

const MOST_BYTES = 10 * 1024 * 1024;

/** Throws for a sender that is not verified, and for content that no such mail may have. */
export function requireVerificationTemplate(
  tx: ReadTx,
  scope: Scope,
  template: VerificationTemplateRecord,
  fault: { readonly from: () => AwsError; readonly content: (message: string) => AwsError },
): void {
  if (flawOf([template.from]) !== undefined || verifiedIdentity(tx, scope, template.from) === undefined)
    throw fault.from();
  if (Buffer.byteLength(template.content) > MOST_BYTES) throw fault.content("The template content is too large.");
  if (/<script|<iframe|\son\w+\s*=|javascript:/i.test(template.content))
    throw fault.content("The template content must not have scripts.");
  for (const url of [template.successUrl, template.failureUrl])
    if (!/^https?:\/\/[^\s]+$/.test(url)) throw fault.content(`The redirection URL ${url} is not valid.`);
}

/** Sends the mail and gives its id. The link follows the content. */
export function sendCustomVerification(
  context: Context,
  input: { readonly EmailAddress: string; readonly TemplateName: string; readonly ConfigurationSetName?: string },
  fault: { readonly missing: (name: string) => AwsError; readonly from: (address: string) => AwsError },
  faults: Faults,
): string {
  const { EmailAddress: address, TemplateName: name, ConfigurationSetName: setName } = input;
  const flaw = flawOf([address]);
  if (flaw !== undefined) throw faults.invalid(flaw);
  return context.store.write((tx) => {
    const template = verificationTemplates.load(tx, context, name);
    if (template === undefined) throw fault.missing(name);
    // The sender was verified when the template was made, and need not be any more.
    if (verifiedIdentity(tx, context, template.from) === undefined) throw fault.from(template.from);
    const set = setName === undefined ? undefined : requireSet(tx, context, setName, faults);
    requireEnabled(loadAccount(tx, context).isSending, set, faults);
    const redirects = { success: template.successUrl, failure: template.failureUrl };
    const link = awaitVerification(tx, context, address, redirects);
    const html = `${template.content}\n<p><a href="${link.replaceAll("&", "&amp;")}">${link.replaceAll("&", "&amp;")}</a></p>`;
    return sendNotice(tx, context, context, { from: template.from, to: address, subject: template.subject, html });
  });
}
