// The client of the embedded cloud's control API: accounts, mails, status. One more signed service beside AWS's own, spoken
// as awsJson 1.1; the delivery's only way to the cloud that is not an AWS API.

import { createHash, createHmac } from "node:crypto";
import { request } from "node:http";
import { SignatureV4 } from "@smithy/signature-v4";
import { OperatorError } from "../../kernel/errors.ts";
import type { Credentials } from "./target.ts";

/** How to reach a running server: what it writes to `server.json` in its state folder. */
export interface ControlConnection {
  /** Such as "http://127.0.0.1:4566". */
  readonly origin: string;
  readonly credentials: Credentials;
}

/** An account of the embedded cloud, with keys of its administrator. */
export interface ControlAccount {
  readonly account: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
}

/** A mail that the cloud kept instead of sending it. Members are those of the control API. */
export type ControlMail = Readonly<Record<string, unknown>>;

/** A copy-on-write copy of the whole cloud, at an address of its own. */
export interface ControlFork {
  readonly name: string;
  /** The endpoint of its APIs, and the origin of its control API: "http://127.0.0.1:40123". */
  readonly address: string;
  /** A rehearsal: nothing begins by itself there. */
  readonly isQuiet: boolean;
  /** ISO time. */
  readonly createdAt: string;
  /** ISO time; undefined for one that stays until it is dropped. */
  readonly expiresAt: string | undefined;
}

export interface ControlClient {
  /** The account of the name; created if there is none, with the given id if it is to have one. */
  ensureAccount(name: string, id?: string): Promise<ControlAccount>;
  listAccounts(): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** The mails which an account has sent, oldest first. */
  listMails(account: string, region: string): Promise<readonly ControlMail[]>;
  /** Moves the cloud's clock forward; all that becomes due has happened when this resolves. */
  advanceClock(milliseconds: number): Promise<void>;
  /**
   * Copies the cloud as it is now. A quiet fork runs nothing that the parent had put off, and no pollers. With a lease it
   * is dropped by itself unless it is renewed.
   */
  createFork(options: { name: string; isQuiet?: boolean; leaseSeconds?: number }): Promise<ControlFork>;
  renewFork(name: string): Promise<ControlFork>;
  dropFork(name: string): Promise<void>;
  listForks(): Promise<readonly ControlFork[]>;
  /** Why requests were denied: those behind one request id, or the latest `limit` of all, newest first. */
  explainDenials(options: {
    readonly requestId?: string | undefined;
    readonly limit: number;
  }): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** What a role may do beside what it did. */
  reviewAccess(account: string, roleName: string): Promise<RoleReview>;
  status(): Promise<Readonly<Record<string, unknown>>>;
  /** Lets a debugger come to a function, at a port of this machine. */
  inspectFunction(options: InspectionRequest): Promise<Inspection>;
  endInspection(options: Pick<InspectionRequest, "account" | "region" | "functionName">): Promise<void>;
}

/** A role's policies beside what it did; members are those of the control API. */
export interface RoleReview {
  readonly createdAtMs: number;
  readonly accesses: readonly {
    readonly action: string;
    readonly resource: string;
    readonly count: number;
    readonly firstMs: number;
    readonly lastMs: number;
  }[];
  /** The statements that allow something, each action with those that it let through. */
  readonly grants: readonly {
    readonly policy: string;
    readonly statement: string | number;
    readonly actions: readonly { readonly pattern: string; readonly used: readonly string[] }[];
    readonly resources: readonly string[];
  }[];
  readonly suggested: readonly {
    readonly Effect: "Allow";
    readonly Action: readonly string[];
    readonly Resource: readonly string[];
  }[];
}

/** A function that is debugged. */
export interface Inspection {
  readonly port: number;
  /** Where debuggers see its code. */
  readonly codeDirectory: string;
  readonly runtime: string;
}

/** Which function is debugged, and how. */
export interface InspectionRequest {
  readonly account: string;
  readonly region: string;
  readonly functionName: string;
  readonly port: number;
  /** Whether it waits for the debugger before its code is loaded. */
  readonly isBreaking: boolean;
  /** The folder that was bundled or zipped. */
  readonly sourceDirectory: string | undefined;
}

const SIGNING_NAME = "stackyard";
const SIGNING_REGION = "us-east-1";

/** Makes a client. Calls throw ERR_NO_SERVER if nobody answers, and ERR_CONTROL_REFUSED with the server's words. */
export function createControlClient(connection: ControlConnection): ControlClient {
  const signer = new SignatureV4({
    service: SIGNING_NAME,
    region: SIGNING_REGION,
    credentials: connection.credentials,
    sha256: Sha256,
  });
  const url = new URL("/", connection.origin);

  async function call(operation: string, input: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
    const body = JSON.stringify(input);
    const signed = await signer.sign({
      method: "POST",
      protocol: url.protocol,
      hostname: url.hostname,
      port: url.port === "" ? undefined : Number(url.port),
      path: "/",
      query: {},
      headers: {
        host: url.host,
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `Stackyard.${operation}`,
      },
      body,
    });
    const { status, text } = await post(url, signed.headers, body).catch((error: unknown) => {
      throw new OperatorError({
        code: "ERR_NO_SERVER",
        message: `No server answers at ${connection.origin}.`,
        hints: ["stackyard up", "stackyard serve"],
        cause: error,
      });
    });
    const answer = parseObject(text);
    if (status === 200) return answer;
    const words = answer["message"] ?? answer["Message"] ?? text;
    throw new OperatorError({
      code: "ERR_CONTROL_REFUSED",
      message: `The server refused ${operation} (HTTP ${status}): ${typeof words === "string" ? words : text}`,
      hints: ["If the server is of another version, stop it and start it again: stackyard up"],
    });
  }

  return {
    async ensureAccount(name, id) {
      const answer = await call("EnsureAccount", { Name: name, ...(id === undefined ? {} : { Account: id }) });
      return {
        account: requireText(answer, "Account"),
        accessKeyId: requireText(answer, "AccessKeyId"),
        secretAccessKey: requireText(answer, "SecretAccessKey"),
        region: requireText(answer, "Region"),
      };
    },
    async listAccounts() {
      return objectsOf((await call("ListAccounts", {}))["Accounts"]);
    },
    async listMails(account, region) {
      return objectsOf((await call("ListMails", { Account: account, Region: region }))["Mails"]);
    },
    async advanceClock(milliseconds) {
      await call("AdvanceClock", { Milliseconds: milliseconds });
    },
    async createFork({ name, isQuiet, leaseSeconds }) {
      return forkOf((await call("CreateFork", { Name: name, IsQuiet: isQuiet, LeaseSeconds: leaseSeconds }))["Fork"]);
    },
    renewFork: async (name) => forkOf((await call("RenewFork", { Name: name }))["Fork"]),
    async dropFork(name) {
      await call("DropFork", { Name: name });
    },
    listForks: async () => objectsOf((await call("ListForks", {}))["Forks"]).map(forkOf),
    async explainDenials({ requestId, limit }) {
      return objectsOf((await call("ExplainDenials", { RequestId: requestId, Limit: limit }))["Denials"]);
    },
    async reviewAccess(account, roleName) {
      return (await call("ReviewAccess", { Account: account, RoleName: roleName }))["Review"] as RoleReview;
    },
    status: () => call("Status", {}),
    async inspectFunction({ account, region, functionName, port, isBreaking, sourceDirectory }) {
      const input = {
        Account: account,
        Region: region,
        FunctionName: functionName,
        Port: port,
        IsBreaking: isBreaking,
      };
      const source = sourceDirectory === undefined ? {} : { SourceDirectory: sourceDirectory };
      const { Port, CodeDirectory, Runtime } = await call("InspectFunction", { ...input, ...source });
      return { port: Number(Port), codeDirectory: String(CodeDirectory), runtime: String(Runtime) };
    },
    async endInspection({ account, region, functionName }) {
      await call("EndInspection", { Account: account, Region: region, FunctionName: functionName });
    },
  };
}

// Node's own client and not `fetch`, which alone takes longer to load than everything else here.
function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: "POST", headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("error", reject);
      response.once("end", () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") }),
      );
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    // Not JSON: some other server has the port. The caller reports the text.
    return {};
  }
}

function requireText(answer: Readonly<Record<string, unknown>>, name: string): string {
  const value = answer[name];
  if (typeof value === "string") return value;
  throw new OperatorError({
    code: "ERR_CONTROL_REFUSED",
    message: `The server's answer has no "${name}". It may be of another version, or not Stackyard's.`,
    hints: ["Stop it and start it again: stackyard up"],
  });
}

function forkOf(value: unknown): ControlFork {
  const [fork = {}] = objectsOf([value]);
  const expiresAt = fork["ExpiresAt"];
  return {
    name: requireText(fork, "Name"),
    address: requireText(fork, "Address"),
    isQuiet: fork["IsQuiet"] === true,
    createdAt: requireText(fork, "CreatedAt"),
    expiresAt: typeof expiresAt === "string" ? expiresAt : undefined,
  };
}

function objectsOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === "object" && each !== null) : [];
}

// The hash that the signer asks for, over Node's own.
class Sha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytesOf(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    throw new RangeError("A hash is used once.");
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === "string") return Buffer.from(data);
  return data instanceof ArrayBuffer
    ? new Uint8Array(data)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
