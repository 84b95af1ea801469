// What a denial says to whom may know why: a sealed message that goes to the caller, and what sts:DecodeAuthorizationMessage makes of it.
// AWS: "DecodeAuthorizationMessage": whether an explicit deny or nothing that allows it, the principal, the action, the resource, and the condition keys.

import type { Random } from "../kernel/random.ts";
import type { Store } from "../store/store.ts";
import type { AuthorizationInput, ConditionValue, Decision } from "./authorization.ts";
import { accountOf, displayName, principalConditions } from "./principals.ts";
import { createSealing } from "./session-tokens.ts";

const FORMAT = 2;
/** AWS: a message may have expired; it does not say when. */
const LASTS_MS = 24 * 3_600_000;

interface Sealed {
  /** Whose caller was denied: nobody else decodes it. */
  readonly account: string | undefined;
  readonly atMs: number;
  readonly message: object;
}

/** The encoded message of a denial, with letters that survive in URLs. */
export function encodeDenial(
  { store, random, nowMs }: { readonly store: Store; readonly random: Random; readonly nowMs: number },
  asked: AuthorizationInput,
  decision: Decision,
): string {
  const sealed: Sealed = { account: accountOf(asked.principal), atMs: nowMs, message: messageOf(asked, decision) };
  return createSealing(store, random, FORMAT).seal(sealed).replaceAll("+", "-").replaceAll("/", "_");
}

/** What an encoded message says, as JSON; undefined for one that is none of the account, or has expired. */
export function decodeDenial(
  { store, random, nowMs }: { readonly store: Store; readonly random: Random; readonly nowMs: number },
  account: string,
  encoded: string,
): string | undefined {
  if (!/^[\w=-]+$/.test(encoded)) return undefined;
  const text = encoded.replaceAll("-", "+").replaceAll("_", "/");
  const sealed = createSealing(store, random, FORMAT).open(text) as Sealed | undefined;
  if (sealed === undefined || sealed.account !== account || sealed.atMs + LASTS_MS <= nowMs) return undefined;
  return JSON.stringify(sealed.message);
}

function messageOf({ principal, request, globalConditions }: AuthorizationInput, { reason, trace }: Decision): object {
  const conditions = { ...principalConditions(principal), ...globalConditions, ...request.conditions };
  return {
    allowed: false,
    explicitDeny: reason === "explicit-deny",
    matchedStatements: {
      items: trace
        .filter(({ effect }) => (effect === "Deny") === (reason === "explicit-deny"))
        .map(({ policy, statement, effect }) => ({
          statementId: String(statement),
          effect: effect.toUpperCase(),
          policy,
        })),
    },
    failures: { items: [] },
    context: {
      principal: { id: "userId" in principal ? principal.userId : undefined, arn: displayName(principal) },
      action: request.action,
      resource: request.resource,
      conditions: {
        items: Object.entries(conditions).flatMap(([key, value]) =>
          value === undefined ? [] : [{ key, values: { items: textsOf(value).map((each) => ({ value: each })) } }],
        ),
      },
    },
  };
}

function textsOf(value: Exclude<ConditionValue, undefined>): readonly string[] {
  return typeof value === "object" ? value : [String(value)];
}
