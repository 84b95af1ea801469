// What an operation, a job or a resource type may touch. Everything that is not its input comes through here.

import type { Principal } from "../iam/principal.ts";
import type { Clock } from "../kernel/clock.ts";
import type { AccountId, Region } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";
import type { Random } from "../kernel/random.ts";
import type { BlobStore } from "../store/blobs.ts";
import type { ReadTx, Store, WriteTx } from "../store/store.ts";
import type { AccessLedger } from "./access-ledger.ts";
import type { AlarmSignal } from "./alarm-actions.ts";
import type { AwsApis } from "./apis.ts";
import type { Authority } from "./certificates/authority.ts";
import type { DenialLog } from "./denials.ts";
import type { Jobs } from "./jobs.ts";
import type { ServiceMetrics } from "./metrics/service-metrics.ts";
import type { TokenIssuer } from "./service.ts";
import type { Signals } from "./signals.ts";
import type { Sandboxes } from "../sandbox/sandboxes.ts";

/** The yard that a service lives in: shared by all accounts and regions, so keys start with both. */
export interface YardContext {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Key convention: [service, account, region, kind, ...]. Only a service's repo.ts knows its keys. */
  readonly store: Store;
  readonly blobs: BlobStore;
  readonly jobs: Jobs;
  readonly signals: Signals;
  /** What services count of their own resources, for CloudWatch. */
  readonly metrics: ServiceMetrics;
  /** What was asked for and not allowed. */
  readonly denials: DenialLog;
  /** What users and roles were allowed and did. */
  readonly accesses: AccessLedger;
  readonly sandboxes: Sandboxes;
  /** The machine's certificate authority, shared by all yards of the process. */
  readonly authority: Authority;
  /** The values of a public name, as the yard's own DNS answers; none where it does not know the name. */
  readonly resolveName: (name: string, type: string) => readonly string[];
  /** Tells the service of an alarm whose action its ARN is; undefined where no service has such actions. */
  readonly alarmAction: (arn: string) => ((signal: AlarmSignal) => void) | undefined;
  /** The ARNs of the resources of all services that use a certificate. */
  readonly certificateUsers: (certificateArn: string) => readonly string[];
  /** A certificate, for who would show it; undefined where there is none of this ARN. */
  readonly findCertificate: (tx: ReadTx, certificateArn: string) => CertificateFacts | undefined;
  /** The role that an account has set for API Gateway's logs in a region. */
  readonly apiLogRole: (tx: ReadTx, scope: Scope) => string | undefined;
  /** Counts a call of an API with a key, if its usage plan lets it be made now. */
  readonly useApiKey: (scope: Scope, use: ApiKeyUse) => Promise<ApiKeyVerdict>;
  /** An API of an account and region, for what maps to APIs of all kinds; undefined where there is none. */
  readonly findApi: (tx: ReadTx, scope: Scope, apiId: string) => ApiFacts | undefined;
  /** Tells services that act in an organization by themselves, in the transaction, that an account has come into it, gone or moved. */
  readonly membershipChanged: (tx: WriteTx, managementAccount: AccountId) => void;
  /**
   * The origin of URLs that are made where no request says one, such as a queue's in a stack's outputs:
   * "http://127.0.0.1:4566". A fork keeps its parent's, so that what a stack resolves to is the same in both.
   */
  readonly origin: string;
  /** Where this very yard listens: in a fork, another place than `origin`. */
  readonly address: string;
  /** Of a fork: the origin that URLs from before the fork have, and new ones too. Undefined in the main yard. */
  readonly inheritedOrigin: string | undefined;
  /** A rehearsal: nothing begins by itself, neither what the parent had put off nor what polls. */
  readonly isQuiet: boolean;
  /**
   * Calls other services as `principal`, in `scope`. Authorised like a call from outside; `options` say where it comes
   * from, if it is made for a request that came to a door, and whether it may be a repetition.
   */
  as(principal: Principal, scope: Scope, options?: CallOptions): AwsApis;
  /** Who of this yard issues tokens, by the issuer's ARN or by the tokens' "iss"; undefined for issuers elsewhere. */
  tokenIssuer(name: string): TokenIssuer | undefined;
}

/** What a service that shows a certificate needs to know of it. */
export interface CertificateFacts {
  /** The names that it is for: "example.com", "*.example.com". */
  readonly names: readonly string[];
  /** Issued or imported, and not expired. */
  readonly isIssued: boolean;
}

/** A call of an API's stage with a key. */
export interface ApiKeyUse {
  readonly apiId: string;
  readonly stageName: string;
  /** The key itself. */
  readonly value: string;
  /** "/orders/GET", where limits of a method count. */
  readonly place?: string;
}

/** "unknown": no such key, or none for this stage. */
export type ApiKeyVerdict =
  | { readonly kind: "unknown" }
  | { readonly kind: "admitted" | "throttled" | "used-up"; readonly keyId: string };

/** What custom domains and usage plans need to know of an API, whichever service has it. */
export interface ApiFacts {
  readonly protocol: "REST" | "HTTP" | "WEBSOCKET";
  hasStage(stageName: string): boolean;
}

/** What policies can ask of where a call comes from: aws:SourceIp, aws:Referer, aws:UserAgent. */
export interface CallSource {
  readonly sourceIp?: string;
  /** Lower-cased names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** What there is to say of calls between services. */
export interface CallOptions extends Partial<CallSource> {
  /** The same for each repetition of what is to be done once: see once.ts. */
  readonly repeatToken?: string;
}

export interface Scope {
  readonly account: AccountId;
  readonly region: Region;
}

/** One request's context. */
export interface Context extends YardContext, Scope {
  readonly principal: Principal;
  readonly requestId: string;
  /** Scheme, host and port that the client used: the origin of every URL that the answer hands out. */
  readonly origin: string;
  /** Other services, called as the caller of this request. */
  readonly aws: AwsApis;
  /** Aborts when the client has gone: for long polls. */
  readonly abort: AbortSignal;
  /** The client's address; undefined for calls inside the process. */
  readonly sourceIp: string | undefined;
  /** Lower-cased request headers; empty for calls inside the process. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The path as the client wrote it: a WebSocket API's stage stands there. Undefined for calls inside the process. */
  readonly requestPath?: string;
  /** The service that makes the call for the principal, such as "cloudformation.amazonaws.com". */
  readonly invokedBy?: string;
  /** Of a call that may be repeated: see once.ts. */
  readonly repeatToken?: string;
}
