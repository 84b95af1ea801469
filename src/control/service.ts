// The control API: what AWS has no API for (accounts by name, the inbox, the clock). One more signed service; only its
// own key may call it, so no account of the yard, however powerful there, and no function reaches it.

import { parseAccountId, parseRegion, type AccountId, type Region } from "../kernel/ids.ts";
import { AwsError } from "../kernel/errors.ts";
import type { Look } from "../inspect/look.ts";
import type { RequestLog } from "../inspect/request-log.ts";
import { explain } from "../iam/explain.ts";
import type { DenialLog } from "../service/denials.ts";
import type { Scope } from "../service/context.ts";
import type { Identity } from "../service/identity.ts";
import { defineOperation, defineService, type ServiceDefinition } from "../service/service.ts";
import type { Forks, ForkView } from "./forks.ts";
import { createInspections, type Inspect } from "./inspections.ts";
import { CONTROL_SERVICE } from "./model.ts";

/** The account of the control key's principal. No environment gets it. */
export const CONTROL_ACCOUNT = parseAccountId("000000000000");

/** What the control API needs of the yard; given by the composition root. */
export interface ControlParts {
  readonly identity: Identity;
  readonly requests: RequestLog;
  readonly denials: DenialLog;
  readonly region: Region;
  readonly version: string;
  readonly startedAtMs: number;
  /** The yard's forks; asked for when a call comes. */
  forks(): Forks;
  /** E-mails, text messages and push notifications that an account sent. */
  mails(account: AccountId, region: Region): Promise<readonly object[]>;
  /** What an account's resources used, by service and hour, from one time to another. */
  usage(scope: Scope, fromMs: number, untilMs: number): Promise<readonly object[]>;
  /** All resources of an account and region. */
  resources(scope: Scope): Promise<readonly object[]>;
  /** What one of them holds. */
  lookInto(look: Look): Promise<readonly object[]>;
  /** What a person answers to a text message: "STOP" opts the number out. */
  answerTextMessage(scope: Scope, number: string, text: string): Promise<void>;
  /** What a role may do beside what it did; undefined for a role that is not there. */
  reviewAccess(account: AccountId, roleName: string): Promise<object | undefined>;
  /** Begins to debug a function. */
  readonly inspect: Inspect;
  /** The runtimes that functions asked for, with what runs them on this machine. */
  runtimes(): readonly { readonly runtime: string; readonly program: string; readonly isExact: boolean }[];
  /** Every service with how many of its operations are there. */
  coverage(): Promise<readonly { readonly Service: string; readonly Implemented: number; readonly Modelled: number }[]>;
}

interface InspectInput {
  readonly Account: string;
  readonly Region: string;
  readonly FunctionName: string;
  readonly Port?: number;
  readonly IsBreaking?: boolean;
  readonly SourceDirectory?: string;
}

/** The control API as a service. */
export function controlService(parts: ControlParts): ServiceDefinition {
  const { identity, requests } = parts;
  const inspections = createInspections(parts.inspect);
  const operations = [
    defineOperation("EnsureAccount", ({ Name, Account }: { Name: string; Account?: string }) => {
      requireName("An account's", Name);
      const { account, accessKeyId, secretAccessKey } = ensureAccount(identity, Name, Account);
      return { Account: account, AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, Region: parts.region };
    }),
    defineOperation("ListAccounts", () => ({
      Accounts: identity.accounts().map(({ name, account }) => ({ Name: name, Account: account })),
    })),
    defineOperation("ListMails", async (input: { Account: string; Region: string }) => ({
      Mails: await parts.mails(...scopeOf(input)),
    })),
    defineOperation(
      "AnswerTextMessage",
      async (input: { Account: string; Region: string; PhoneNumber: string; Text: string }) => {
        const [account, region] = scopeOf(input);
        await parts.answerTextMessage({ account, region }, input.PhoneNumber, input.Text);
        return {};
      },
    ),
    defineOperation("ListUsage", async (input: { Account: string; Region: string; From?: string; Until?: string }) => {
      const [account, region] = scopeOf(input);
      const fromMs = timeOf("From", input.From) ?? 0;
      const untilMs = timeOf("Until", input.Until) ?? Infinity;
      return { Usage: await parts.usage({ account, region }, fromMs, untilMs) };
    }),
    defineOperation("ListResources", async (input: { Account: string; Region: string }) => {
      const [account, region] = scopeOf(input);
      return { Resources: await parts.resources({ account, region }) };
    }),
    defineOperation(
      "LookInto",
      async (
        input: { Account: string; Region: string; Service: string; View: string; Resource: string; Limit?: number },
        { clock },
      ) => {
        const { Service: service, View: view, Resource: resource, Limit: limit = 100 } = input;
        const [account, region] = scopeOf(input);
        return {
          Rows: await parts.lookInto({ account, region, service, view, resource, limit, nowMs: clock.nowMs() }),
        };
      },
    ),
    defineOperation("ListRequests", ({ Limit }: { Limit?: number }) => ({ Requests: requests.latest(Limit ?? 100) })),
    defineOperation("ExplainDenials", ({ RequestId, Limit = 1 }: { RequestId?: string; Limit?: number }) => ({
      Denials: parts.denials
        .find(RequestId)
        .slice(0, Limit)
        .map(({ requestId, atMs, asked }) => ({ requestId, atMs, ...explain(asked) })),
    })),
    defineOperation("ReviewAccess", async ({ Account, RoleName }: { Account: string; RoleName: string }) => {
      const review = await parts.reviewAccess(accountOf(Account), RoleName);
      if (review === undefined)
        throw new AwsError({ code: "NotFoundException", message: `There is no role "${RoleName}".`, status: 404 });
      return { Review: review };
    }),
    defineOperation("Status", async (_input: object, { clock }) => ({
      Version: parts.version,
      StartedAt: new Date(parts.startedAtMs).toISOString(),
      Now: new Date(clock.nowMs()).toISOString(),
      Requests: requests.count(),
      Services: await parts.coverage(),
      Runtimes: parts.runtimes().map(({ runtime, program, isExact }) => ({
        Runtime: runtime,
        Program: program,
        IsExact: isExact,
      })),
    })),
    defineOperation("InspectFunction", async (input: InspectInput) => {
      const { FunctionName, Port = 0, IsBreaking = false, SourceDirectory } = input;
      const [account, region] = scopeOf(input);
      if (!Number.isInteger(Port) || Port < 0 || Port > 65_535) throw invalid(`A port is 0 to 65535, but got ${Port}.`);
      const { port, codeDir, runtime } = await inspections.begin({ account, region }, FunctionName, {
        port: Port,
        breaks: IsBreaking,
        ...(SourceDirectory === undefined ? {} : { sourceDir: SourceDirectory }),
      });
      return { Port: port, CodeDirectory: codeDir, Runtime: runtime };
    }),
    defineOperation("EndInspection", async (input: { Account: string; Region: string; FunctionName: string }) => {
      const [account, region] = scopeOf(input);
      await inspections.end({ account, region }, input.FunctionName);
      return {};
    }),
    defineOperation("ListInspections", (input: { Account: string; Region: string }) => {
      const [account, region] = scopeOf(input);
      return {
        Inspections: inspections
          .list({ account, region })
          .map(({ functionName, port }) => ({ FunctionName: functionName, Port: port })),
      };
    }),
    defineOperation("CreateFork", async (input: { Name: string; IsQuiet?: boolean; LeaseSeconds?: number }) => {
      const { Name, IsQuiet = false, LeaseSeconds } = input;
      requireName("A fork's", Name);
      if (LeaseSeconds !== undefined && !(LeaseSeconds >= 1 && LeaseSeconds <= LONGEST_LEASE_S))
        throw invalid(`A lease lasts 1 to ${LONGEST_LEASE_S} seconds, but got ${LeaseSeconds}.`);
      const forks = parts.forks();
      if (forks.has(Name))
        throw new AwsError({ code: "ConflictException", message: `There is a fork "${Name}" already.`, status: 409 });
      const leaseMs = LeaseSeconds === undefined ? undefined : LeaseSeconds * 1000;
      return { Fork: forkShape(await forks.create({ name: Name, isQuiet: IsQuiet, leaseMs })) };
    }),
    defineOperation("RenewFork", ({ Name }: { Name: string }) => {
      const fork = parts.forks().renew(Name);
      if (fork === undefined) throw noFork(Name);
      return { Fork: forkShape(fork) };
    }),
    defineOperation("DropFork", async ({ Name }: { Name: string }) => {
      if (!(await parts.forks().drop(Name))) throw noFork(Name);
      return {};
    }),
    defineOperation("ListForks", () => ({ Forks: parts.forks().list().map(forkShape) })),
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

// LIMIT: what must live longer is given no lease, and is dropped by whoever made it.
const LONGEST_LEASE_S = 86_400;

// A twin of an account on AWS has its id, so that ARNs are the same in both.
function ensureAccount(
  identity: Identity,
  name: string,
  id: string | undefined,
): ReturnType<Identity["ensureAccount"]> {
  try {
    return identity.ensureAccount(name, id === undefined ? undefined : parseAccountId(id));
  } catch (error) {
    if (error instanceof RangeError) throw invalid(error.message);
    throw error;
  }
}

function timeOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw invalid(`${name} is a time in ISO 8601, but got "${text}".`);
  return ms;
}

function requireName(whose: string, name: string): void {
  if (!/^[a-zA-Z0-9][a-zA-Z0-9-]{0,49}$/.test(name))
    throw invalid(`${whose} name has 1 to 50 letters, digits and hyphens, but got "${name}".`);
}

function forkShape({ name, address, isQuiet, createdAtMs, expiresAtMs }: ForkView): object {
  return {
    Name: name,
    Address: address,
    IsQuiet: isQuiet,
    CreatedAt: new Date(createdAtMs).toISOString(),
    ...(expiresAtMs === undefined ? {} : { ExpiresAt: new Date(expiresAtMs).toISOString() }),
  };
}

function noFork(name: string): AwsError {
  return new AwsError({ code: "NotFoundException", message: `There is no fork "${name}".`, status: 404 });
}

function scopeOf({ Account, Region }: { Account: string; Region: string }): [AccountId, Region] {
  return [accountOf(Account), parsed(() => parseRegion(Region))];
}

function accountOf(text: string): AccountId {
  return parsed(() => parseAccountId(text));
}

function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RangeError) throw invalid(error.message);
    throw error;
  }
}

function invalid(message: string): AwsError {
  return new AwsError({ code: "ValidationException", message });
}
