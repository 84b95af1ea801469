// Who requests a certificate shows that the domain is his: by a record in the DNS, or by what a mail's reader says. Then it is issued.

import type { Scope, YardContext } from "../../service/context.ts";
import type { JobHandler } from "../../service/jobs.ts";
import type { WriteTx } from "../../store/store.ts";
import { issue } from "./issuing.ts";
import type { CertificateRecord, DomainRecord } from "./records.ts";
import { loadCertificate, pendingCertificates, saveCertificate } from "./repo.ts";

const VALIDATE = "acm/validate";
const RENEW = "acm/renew";
/** AWS: "DNS validation": "ACM ... 72 hours", then the request has timed out. */
const LONGEST_MS = 72 * 3_600_000;
const DAY_MS = 86_400_000;
/** How often the DNS is asked besides when it changes here. */
const INTERVAL_MS = 60_000;
/** AWS: "Managed renewal": begins this long before a certificate expires. */
const RENEWED_BEFORE_MS = 60 * DAY_MS;

/** Begins to look whether the names are validated. */
export function enqueueValidation(
  tx: WriteTx,
  { jobs, account, region }: Pick<YardContext, "jobs"> & Scope,
  id: string,
): void {
  jobs.enqueue(tx, { account, region, kind: VALIDATE, payload: id });
}

/** Looks at one certificate's names, and issues it when all are validated. Gives what it is then. */
export async function validate(yard: YardContext, scope: Scope, id: string): Promise<CertificateRecord | undefined> {
  const before = yard.store.read((tx) => loadCertificate(tx, scope, id));
  if (before?.status !== "PENDING_VALIDATION") return before;
  const domains = before.domains.map((domain) => ({ ...domain, isValidated: isValidated(yard, domain) }));
  const issued = domains.every((domain) => domain.isValidated) ? await issue(yard, scope, before) : undefined;
  const after = yard.store.write((tx) => {
    const current = loadCertificate(tx, scope, id);
    // RACE: it was deleted meanwhile, or issued by who looked at the same time.
    if (current?.status !== "PENDING_VALIDATION") return current;
    const nowMs = yard.clock.nowMs();
    // RACE: a mail may have been answered meanwhile.
    const merged = domains.map((domain, index) => ({
      ...domain,
      isValidated: domain.isValidated || current.domains[index]?.isValidated === true,
    }));
    const isLate = nowMs - current.createdAtMs >= LONGEST_MS;
    const changed: CertificateRecord =
      issued === undefined
        ? { ...current, domains: merged, status: isLate ? "VALIDATION_TIMED_OUT" : "PENDING_VALIDATION" }
        : { ...current, domains: merged, status: "ISSUED", issuedAtMs: nowMs, issued };
    saveCertificate(tx, scope, changed);
    if (issued !== undefined) enqueueRenewal(tx, yard, scope, id, issued.notAfterMs - RENEWED_BEFORE_MS);
    return changed;
  });
  if (issued !== undefined) yard.signals.notify("acm/issued");
  return after;
}

function isValidated(yard: Pick<YardContext, "resolveName">, { isValidated: known, record }: DomainRecord): boolean {
  return known || (record !== undefined && isRecordThere(yard, record));
}

function isRecordThere(
  yard: Pick<YardContext, "resolveName">,
  record: { readonly name: string; readonly value: string },
): boolean {
  const found = yard.resolveName(record.name, "CNAME");
  return found.some((value) => value.toLowerCase().replace(/\.$/, "") === record.value);
}

export const validateJob: JobHandler = {
  kind: VALIDATE,
  async run(job, yard) {
    const certificate = await validate(yard, job, String(job.payload));
    if (certificate?.status !== "PENDING_VALIDATION") return "done";
    return { retryAtMs: Math.min(yard.clock.nowMs() + INTERVAL_MS, certificate.createdAtMs + LONGEST_MS) };
  },
};

/** Looks at all that is pending whenever records change: nobody waits for the next look. Returns how to stop it. */
export function startValidating(yard: YardContext): () => Promise<void> {
  let running = Promise.resolve();
  const look = async (): Promise<void> => {
    for (const { scope, id } of yard.store.read(pendingCertificates)) await validate(yard, scope, id);
  };
  const unsubscribe = yard.signals.subscribe("dns/changed", () => {
    running = running.then(look).catch((error: unknown) => yard.log.write("error", "acm.validation", { error }));
  });
  return () => {
    unsubscribe();
    return running;
  };
}

function enqueueRenewal(
  tx: WriteTx,
  { jobs }: Pick<YardContext, "jobs">,
  scope: Scope,
  id: string,
  dueAtMs: number,
): void {
  const { account, region } = scope;
  jobs.enqueue(tx, { account, region, kind: RENEW, payload: id, dueAtMs });
}

/** Issues a certificate anew, under the same ARN. */
export async function renew(yard: YardContext, scope: Scope, id: string): Promise<void> {
  const before = yard.store.read((tx) => loadCertificate(tx, scope, id));
  if (before?.issued === undefined) return;
  const issued = await issue(yard, scope, before);
  yard.store.write((tx) => {
    const current = loadCertificate(tx, scope, id);
    if (current?.issued === undefined) return;
    const renewal = { status: "SUCCESS" as const, updatedAtMs: yard.clock.nowMs() };
    saveCertificate(tx, scope, { ...current, issued, renewal });
    enqueueRenewal(tx, yard, scope, id, issued.notAfterMs - RENEWED_BEFORE_MS);
  });
}

/** AWS: "Managed renewal": a certificate validated by DNS renews as long as its records are there; ACM goes on looking until it expires. */
export const renewJob: JobHandler = {
  kind: RENEW,
  async run(job, yard) {
    const id = String(job.payload);
    const certificate = yard.store.read((tx) => loadCertificate(tx, job, id));
    if (certificate?.issued === undefined || certificate.method !== "DNS") return "done";
    const nowMs = yard.clock.nowMs();
    const { notAfterMs } = certificate.issued;
    // It was renewed meanwhile, which began a row of its own.
    if (notAfterMs - RENEWED_BEFORE_MS > nowMs || notAfterMs < nowMs) return "done";
    if (certificate.domains.every(({ record }) => record !== undefined && isRecordThere(yard, record))) {
      await renew(yard, job, id);
      return "done";
    }
    yard.store.write((tx) => {
      const current = loadCertificate(tx, job, id);
      const renewal = { status: "PENDING_VALIDATION" as const, updatedAtMs: nowMs };
      if (current !== undefined) saveCertificate(tx, job, { ...current, renewal });
    });
    return { retryAtMs: nowMs + DAY_MS };
  },
};
