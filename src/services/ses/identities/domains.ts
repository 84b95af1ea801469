// Domains are verified by their records: the names of the keys that sign their mails (DKIM), or the text that version 1 of the API gives.
//
// AWS: "Creating a domain identity": the status is pending until SES finds the records, for up to 72 hours.
// DEVIATION: a domain that no hosted zone of the yard is for is verified at once: no DNS of the world is asked, and nobody could show it.

import type { YardContext } from "../../../service/context.ts";
import type { Scope } from "../../../service/context.ts";
import type { JobHandler } from "../../../service/jobs.ts";
import type { WriteTx } from "../../../store/store.ts";
import type { IdentityRecord } from "../records.ts";
import { forgetPendingDomain, identities, notePendingDomain, pendingDomains } from "../repo.ts";

const VERIFY = "ses/verify-domain";
const LONGEST_MS = 72 * 3_600_000;
/** How often the DNS is asked besides when it changes here. */
const INTERVAL_MS = 15 * 60_000;

type Dns = Pick<YardContext, "resolveName">;

/** Whether somebody has to put records into a zone of the yard before the domain is verified. */
export function needsRecords(yard: Dns, identity: IdentityRecord): boolean {
  return identity.type === "DOMAIN" && isOurs(yard, identity.name) && !isProven(yard, identity);
}

/** Keeps a domain that waits for its records, and begins to look for them. */
export function awaitRecords(
  tx: WriteTx,
  { clock, random, jobs, account, region }: YardContext & Scope,
  identity: IdentityRecord,
): IdentityRecord {
  const scope = { account, region };
  // Nobody learns the token: no link verifies a domain.
  const pending = { token: random.hex(48), expiresAtMs: clock.nowMs() + LONGEST_MS };
  const waiting: IdentityRecord = { ...identity, pending };
  identities.save(tx, scope, waiting);
  notePendingDomain(tx, scope, identity.name);
  jobs.enqueue(tx, { ...scope, kind: VERIFY, payload: identity.name, dueAtMs: clock.nowMs() + INTERVAL_MS });
  return waiting;
}

/** Looks for a domain's records. Gives until when it is looked for them; undefined when nothing is waited for any more. */
function look(yard: YardContext, scope: Scope, name: string): number | undefined {
  const before = yard.store.read((tx) => identities.load(tx, scope, name));
  const isFound = before?.pending !== undefined && isProven(yard, before);
  return yard.store.write((tx) => {
    // RACE: it was deleted meanwhile, or verified by who looked at the same time.
    const current = identities.load(tx, scope, name);
    const isWaiting = current?.pending !== undefined && current.type === "DOMAIN";
    const isOver = isWaiting && current.pending.expiresAtMs <= yard.clock.nowMs();
    if (isWaiting && !isFound && !isOver) return current.pending.expiresAtMs;
    forgetPendingDomain(tx, scope, name);
    if (!isWaiting || !isFound) return undefined;
    const { pending: _, ...verified } = current;
    identities.save(tx, scope, verified);
    return undefined;
  });
}

export const verifyDomainJob: JobHandler = {
  kind: VERIFY,
  run(job, yard) {
    const untilMs = look(yard, job, String(job.payload));
    return Promise.resolve(
      untilMs === undefined ? "done" : { retryAtMs: Math.min(yard.clock.nowMs() + INTERVAL_MS, untilMs) },
    );
  },
};

/** Looks for all that is pending whenever records change: nobody waits for the next look. Returns how to stop it. */
export function startVerifying(yard: YardContext): () => Promise<void> {
  const unsubscribe = yard.signals.subscribe("dns/changed", () => {
    for (const { scope, name } of yard.store.read(pendingDomains)) look(yard, scope, name);
  });
  return () => {
    unsubscribe();
    return Promise.resolve();
  };
}

/** Whether a hosted zone of the yard is for the domain, or for one above it. */
function isOurs(yard: Dns, domain: string): boolean {
  const labels = domain.split(".");
  return labels.some((_label, index) => yard.resolveName(labels.slice(index).join("."), "SOA").length > 0);
}

function isProven(yard: Dns, { name, dkimTokens, ownKey, verificationToken }: IdentityRecord): boolean {
  const isText = (host: string, wanted: (text: string) => boolean): boolean =>
    yard.resolveName(host, "TXT").some((value) => wanted(value.replaceAll(/"\s*"/g, "").replaceAll('"', "")));
  if (verificationToken !== undefined && isText(`_amazonses.${name}`, (text) => text === verificationToken))
    return true;
  if (ownKey !== undefined) return isText(`${ownKey.selector}._domainkey.${name}`, (text) => text.includes("p="));
  return dkimTokens.every((token) =>
    yard
      .resolveName(`${token}._domainkey.${name}`, "CNAME")
      .some((value) => value.toLowerCase().replace(/\.$/, "") === `${token}.dkim.amazonses.com`),
  );
}
