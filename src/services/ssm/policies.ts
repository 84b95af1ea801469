// Parameter policies: expiration, and notifications before it and of a lack of changes, on the yard's clock.
// AWS: "Assigning parameter policies in Parameter Store".

import type { Scope, YardContext } from "../../service/context.ts";
import type { JobHandler } from "../../service/jobs.ts";
import type { WriteTx } from "../../store/store.ts";
import {
  incompatiblePolicies,
  invalidPolicyAttribute,
  invalidPolicyType,
  tooManyPolicies,
  validation,
} from "./errors.ts";
import { tellPolicy } from "./events.ts";
import type { ParameterRecord, PolicyRecord } from "./records.ts";
import { loadParameter, saveParameter } from "./repo.ts";
import { remove } from "./removal.ts";

const POLICY = "ssm/policy";
// LIMIT: AWS: PoliciesLimitExceededException.
const MOST_POLICIES = 10;
const UNIT_MS: Readonly<Record<string, number>> = { Days: 86_400_000, Hours: 3_600_000 };

interface PolicyPayload {
  readonly name: string;
  /** Which of the parameter's policies. */
  readonly index: number;
}

/** The policies of a request's JSON text; throws the errors that AWS has for those that are none. */
export function parsePolicies(text: string): readonly PolicyRecord[] {
  if (text === "") return [];
  const list = parseList(text);
  if (list.length > MOST_POLICIES) throw tooManyPolicies();
  const policies = list.map(parsePolicy);
  const expirations = policies.filter(({ type }) => type === "Expiration");
  if (expirations.length > 1) throw incompatiblePolicies("A parameter can have one Expiration policy.");
  if (expirations.length === 0 && policies.some(({ type }) => type === "ExpirationNotification"))
    throw incompatiblePolicies("An ExpirationNotification policy needs an Expiration policy.");
  return policies;
}

/** The parameter with the jobs of its policies written down anew. */
export function schedulePolicies(yard: YardContext, tx: WriteTx, scope: Scope, parameter: ParameterRecord) {
  for (const id of parameter.policyJobs ?? []) yard.jobs.cancel(tx, id);
  const { policies = [] } = parameter;
  const policyJobs = policies.flatMap((policy, index) => {
    const dueAtMs = dueOf(policy, parameter);
    if (dueAtMs === undefined) return [];
    const payload: PolicyPayload = { name: parameter.name, index };
    const { account, region } = scope;
    return [yard.jobs.enqueue(tx, { account, region, kind: POLICY, payload, dueAtMs })];
  });
  const { policyJobs: _, ...rest } = parameter;
  return policyJobs.length === 0 ? rest : { ...rest, policyJobs };
}

/** Applies a policy whose time has come. */
export const policyJob: JobHandler = {
  kind: POLICY,
  async run(job, yard) {
    const { name, index } = job.payload as PolicyPayload;
    yard.store.write((tx) => {
      const parameter = loadParameter(tx, job, name);
      const policy = parameter?.policies?.[index];
      if (parameter === undefined || policy === undefined || parameter.policyJobs?.includes(job.id) !== true) return;
      if (policy.type === "Expiration") {
        remove(yard, tx, job, name);
        tellPolicy(yard, tx, job, parameter, policy, "The parameter has been deleted.");
        return;
      }
      const policies = (parameter.policies ?? []).map((each, at) =>
        at === index ? { ...each, status: "Finished" as const } : each,
      );
      saveParameter(tx, job, { ...parameter, policies });
      const isExpiry = policy.type === "ExpirationNotification";
      const reason = isExpiry
        ? "The parameter will expire."
        : "The parameter has not been changed in the time of its policy.";
      tellPolicy(yard, tx, job, parameter, policy, reason);
    });
    return "done";
  },
};

function dueOf(policy: PolicyRecord, { policies = [], modifiedAtMs }: ParameterRecord): number | undefined {
  if (policy.type === "NoChangeNotification") return modifiedAtMs + policy.periodMs;
  const expiration = policies.find((each) => each.type === "Expiration");
  if (policy.type === "Expiration") return policy.atMs;
  return expiration?.type === "Expiration" ? expiration.atMs - policy.periodMs : undefined;
}

function parseList(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  throw validation("The parameter policies must be a JSON array.");
}

function parsePolicy(value: unknown): PolicyRecord {
  const { Type: type, Version: version, Attributes: attributes } = asRecord(value);
  const text = JSON.stringify(value);
  if (type !== "Expiration" && type !== "ExpirationNotification" && type !== "NoChangeNotification")
    throw invalidPolicyType();
  if (version !== "1.0") throw invalidPolicyAttribute("The version of a parameter policy must be 1.0.");
  const given = asRecord(attributes);
  if (type === "Expiration") {
    const atMs = Date.parse(String(given["Timestamp"]));
    if (Number.isNaN(atMs)) throw invalidPolicyAttribute("Timestamp must be a time in the ISO 8601 format.");
    return { type, text, status: "Pending", atMs };
  }
  const amount = Number(given[type === "ExpirationNotification" ? "Before" : "After"]);
  const unitMs = UNIT_MS[String(given["Unit"])];
  if (!Number.isInteger(amount) || amount < 1 || unitMs === undefined)
    throw invalidPolicyAttribute(`The attributes of the ${type} policy aren't valid.`);
  return { type, text, status: "Pending", periodMs: amount * unitMs };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
