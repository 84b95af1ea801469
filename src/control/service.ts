// The control API: what AWS has no API for (accounts by name, the inbox, the clock). One more signed service; only its
// own key may call it, so no account of the yard, however powerful there, and no function reaches it.

import { parseAccountId, parseRegion, type AccountId, type Region } from "../kernel/ids.ts";
import { AwsError } from "../kernel/errors.ts";
import type { RequestLog } from "../inspect/request-log.ts";
import type { Identity } from "../service/identity.ts";
import { defineOperation, defineService, type ServiceDefinition } from "../service/service.ts";
import { CONTROL_SERVICE } from "./model.ts";

/** The account of the control key's principal. No environment gets it. */
export const CONTROL_ACCOUNT = parseAccountId("000000000000");

/** What the control API needs of the yard; given by the composition root. */
export interface ControlParts {
  readonly identity: Identity;
  readonly requests: RequestLog;
  readonly region: Region;
  readonly version: string;
  readonly startedAtMs: number;
  mails(account: AccountId, region: Region): readonly object[];
  /** Every service with how many of its operations are there. */
  coverage(): readonly { readonly Service: string; readonly Implemented: number; readonly Modelled: number }[];
}

/** The control API as a service. */
export function controlService(parts: ControlParts): ServiceDefinition {
  const { identity, requests } = parts;
  const operations = [
    defineOperation("EnsureAccount", ({ Name }: { Name: string }) => {
      if (!/^[a-zA-Z0-9][a-zA-Z0-9-]{0,49}$/.test(Name))
        throw invalid(`An account's name has 1 to 50 letters, digits and hyphens, but got "${Name}".`);
      const { account, accessKeyId, secretAccessKey } = identity.ensureAccount(Name);
      return { Account: account, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, Region: parts.region };
    }),
    defineOperation("ListAccounts", () => ({
      Accounts: identity.accounts().map(({ name, account }) => ({ Name: name, Account: account })),
    })),
    defineOperation("ListMails", (input: { Account: string; Region: string }) => ({
      Mails: parts.mails(...scopeOf(input)),
    })),
    defineOperation("ListRequests", ({ Limit }: { Limit?: number }) => ({ Requests: requests.latest(Limit ?? 100) })),
    defineOperation("Status", (_input: object, { clock }) => ({
      Version: parts.version,
      StartedAt: new Date(parts.startedAtMs).toISOString(),
      Now: new Date(clock.nowMs()).toISOString(),
      Requests: requests.count(),
      Services: parts.coverage(),
    })),
    defineOperation("AdvanceClock", async ({ Milliseconds }: { Milliseconds: number }, { clock, jobs }) => {
      if (!Number.isFinite(Milliseconds) || Milliseconds < 0)
        throw invalid(`The clock only moves forward, but got ${Milliseconds} milliseconds.`);
      await clock.advance(Milliseconds);
      await jobs.settled();
      return { Now: new Date(clock.nowMs()).toISOString() };
    }),
  ];
  return defineService({
    id: CONTROL_SERVICE,
    operations,
    permissions: Object.fromEntries(
      operations.map(({ name }) => [
        name,
        () => [{ action: `stackyard:${name}`, resource: `arn:aws:stackyard::${CONTROL_ACCOUNT}:yard` }],
      ]),
    ),
  });
}

function scopeOf({ Account, Region }: { Account: string; Region: string }): [AccountId, Region] {
  try {
    return [parseAccountId(Account), parseRegion(Region)];
  } catch (error) {
    if (error instanceof RangeError) throw invalid(error.message);
    throw error;
  }
}

function invalid(message: string): AwsError {
  return new AwsError({ code: "ValidationException", message });
}
