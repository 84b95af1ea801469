// The control API has no AWS model, so its shapes are written here: awsJson1.1, X-Amz-Target "Stackyard.OPERATION",
// signing name "stackyard".

import type { Member, OperationModel, ServiceModel, Shape, StructureShape } from "../model/model.ts";

const STRING: Shape = { kind: "string", traits: {} };
const BOOLEAN: Shape = { kind: "boolean", traits: {} };
const NUMBER: Shape = { kind: "number", traits: {} };
const DOCUMENT: Shape = { kind: "document", traits: {} };

/** Id, signing name and target prefix of the control API. */
export const CONTROL_SERVICE = "stackyard";
export const CONTROL_TARGET = "Stackyard";

/** Members by name; a "?" at a name's end makes the member optional. */
function structure(name: string, members: Readonly<Record<string, Shape>>): StructureShape {
  const entries = Object.entries(members).map(([key, shape]): Member => ({
    name: key.replace(/\?$/, ""),
    traits: {},
    shape,
  }));
  return {
    kind: "structure",
    name,
    traits: {},
    members: new Map(entries.map((member) => [member.name, member])),
    required: Object.keys(members).filter((key) => !key.endsWith("?")),
  };
}

function list(shape: Shape): Shape {
  return { kind: "list", traits: {}, member: { name: "member", traits: {}, shape } };
}

const ACCOUNT = structure("Account", { Name: STRING, Account: STRING });
const FORK = structure("Fork", {
  Name: STRING,
  Address: STRING,
  IsQuiet: BOOLEAN,
  CreatedAt: STRING,
  "ExpiresAt?": STRING,
});
const SCOPE = { Account: STRING, Region: STRING };

const OPERATIONS: Readonly<
  Record<string, readonly [input: Readonly<Record<string, Shape>>, output: Readonly<Record<string, Shape>>]>
> = {
  EnsureAccount: [
    { Name: STRING, "Account?": STRING },
    { Account: STRING, AccessKeyId: STRING, SecretAccessKey: STRING, Region: STRING },
  ],
  ListAccounts: [{}, { Accounts: list(ACCOUNT) }],
  AnswerTextMessage: [{ ...SCOPE, PhoneNumber: STRING, Text: STRING }, {}],
  ListMails: [SCOPE, { Mails: list(DOCUMENT) }],
  ListUsage: [{ ...SCOPE, "From?": STRING, "Until?": STRING }, { Usage: list(DOCUMENT) }],
  ListResources: [SCOPE, { Resources: list(DOCUMENT) }],
  LookInto: [{ ...SCOPE, Service: STRING, View: STRING, Resource: STRING, "Limit?": NUMBER }, { Rows: list(DOCUMENT) }],
  ListRequests: [{ "Limit?": NUMBER }, { Requests: list(DOCUMENT) }],
  ExplainDenials: [{ "RequestId?": STRING, "Limit?": NUMBER }, { Denials: list(DOCUMENT) }],
  ReviewAccess: [{ Account: STRING, RoleName: STRING }, { Review: DOCUMENT }],
  Status: [
    {},
    {
      Version: STRING,
      StartedAt: STRING,
      Now: STRING,
      Requests: NUMBER,
      Services: list(DOCUMENT),
      Runtimes: list(DOCUMENT),
    },
  ],
  InspectFunction: [
    { ...SCOPE, FunctionName: STRING, "Port?": NUMBER, "IsBreaking?": BOOLEAN, "SourceDirectory?": STRING },
    { Port: NUMBER, CodeDirectory: STRING, Runtime: STRING },
  ],
  EndInspection: [{ ...SCOPE, FunctionName: STRING }, {}],
  ListInspections: [SCOPE, { Inspections: list(DOCUMENT) }],
  CreateFork: [{ Name: STRING, "IsQuiet?": BOOLEAN, "LeaseSeconds?": NUMBER }, { Fork: FORK }],
  RenewFork: [{ Name: STRING }, { Fork: FORK }],
  DropFork: [{ Name: STRING }, {}],
  ListForks: [{}, { Forks: list(FORK) }],
  AdvanceClock: [{ Milliseconds: NUMBER }, { Now: STRING }],
};

/** The model of the control API. */
export const CONTROL_MODEL: ServiceModel = {
  id: CONTROL_SERVICE,
  sdkId: "Stackyard",
  apiVersion: "2026-11-21",
  signingName: CONTROL_SERVICE,
  endpointPrefix: CONTROL_SERVICE,
  protocols: ["awsJson1_1"],
  isQueryCompatible: false,
  targetPrefix: CONTROL_TARGET,
  operations: new Map(
    Object.entries(OPERATIONS).map(([name, [input, output]]): [string, OperationModel] => [
      name,
      {
        name,
        service: CONTROL_SERVICE,
        input: structure(`${name}Request`, input),
        output: structure(`${name}Response`, output),
      },
    ]),
  ),
  errors: new Map(),
};
