// Mail addresses and the identities that may send from them. Pure.

import { badRequest } from "./errors.ts";

/** The bare address of "Name <a@b>" or "a@b"; undefined if there is none. */
export function addressOf(mailbox: string): string | undefined {
  const [, inBrackets] = /<([^<>]*)>\s*$/.exec(mailbox) ?? [];
  const address = (inBrackets ?? mailbox).trim();
  return /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(address) ? address : undefined;
}

/** Throws unless all are mailboxes. AWS words an address without "@" like this. */
export function requireMailboxes(mailboxes: readonly string[]): void {
  for (const mailbox of mailboxes) {
    if (addressOf(mailbox) !== undefined) continue;
    throw badRequest(mailbox.includes("@") ? `Illegal address` : "Missing final '@domain'");
  }
}

/**
 * The identities by which an address may send, the nearest first.
 * AWS: "Verified identities": the address itself, or a domain that is the address's or above it.
 */
export function identitiesFor(address: string): string[] {
  const [local = "", domain = ""] = address.split("@");
  // AWS: a label after "+" belongs to the same address.
  const plain = `${local.split("+")[0] ?? ""}@${domain}`;
  const labels = domain.split(".");
  const domains = labels.slice(0, -1).map((_label, index) => labels.slice(index).join("."));
  return [...new Set([address, plain, ...domains])];
}

/** What kind of identity a name is; undefined for neither address nor domain. */
export function identityTypeOf(name: string): "EMAIL_ADDRESS" | "DOMAIN" | undefined {
  if (name.includes("@")) return addressOf(name) === name ? "EMAIL_ADDRESS" : undefined;
  return /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/i.test(name) ? "DOMAIN" : undefined;
}

/** The mailboxes of a header such as "To": separated by commas outside of quotation marks. */
export function splitMailboxes(header: string): string[] {
  const parts = header.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}
