// Mail addresses and the identities that may send from them. Pure.

/** The bare address of "Name <a@b>" or "a@b"; undefined if there is none. */
export function addressOf(mailbox: string): string | undefined {
  const [, inBrackets] = /<([^<>]*)>\s*$/.exec(mailbox) ?? [];
  const address = (inBrackets ?? mailbox).trim();
  return /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(address) ? address : undefined;
}

/** What is wrong with the first of these that is no mailbox, in AWS's words; undefined if all are. */
export function flawOf(mailboxes: readonly string[]): string | undefined {
  for (const mailbox of mailboxes) {
    if (/[\r\n]/.test(mailbox)) return "Illegal address";
    if (addressOf(mailbox) === undefined) return mailbox.includes("@") ? "Illegal address" : "Missing final '@domain'";
  }
  return undefined;
}

/**
 * The identities by which an address may send, the nearest first.
 * AWS: "Verified identities": the address itself, or a domain that is the address's or above it.
 */
export function identitiesFor(address: string): string[] {
  const domain = domainOf(address);
  const labels = domain.split(".");
  const domains = labels.slice(0, -1).map((_label, index) => labels.slice(index).join("."));
  return [...new Set([address, withoutLabel(address), ...domains])];
}

/** "a@b" of "a+label@b": AWS takes both for the same person. */
export function withoutLabel(address: string): string {
  const at = address.lastIndexOf("@");
  return `${address.slice(0, at).split("+")[0] ?? ""}@${address.slice(at + 1)}`;
}

/** What follows the "@", in lower case. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1).toLowerCase();
}

/** What kind of identity a name is; undefined for neither address nor domain. */
export function identityTypeOf(name: string): "EMAIL_ADDRESS" | "DOMAIN" | undefined {
  if (name.includes("@")) return addressOf(name) === name ? "EMAIL_ADDRESS" : undefined;
  return isDomain(name) ? "DOMAIN" : undefined;
}

export function isDomain(name: string): boolean {
  return /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}$/i.test(name) && name.length <= 253;
}

/** The mailboxes of a header such as "To": separated by commas outside of quotation marks. */
export function splitMailboxes(header: string): string[] {
  const parts = header.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? [];
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}
