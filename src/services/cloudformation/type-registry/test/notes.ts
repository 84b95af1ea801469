// A type of notes as `cfn submit` would pack it, for tests: a handler that keeps notes as parameters, in the name of the role that it is given.

import type { CreateRoleCommandInput } from "@aws-sdk/client-iam";
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CloudFormationClient, RegisterTypeCommand } from "@aws-sdk/client-cloudformation";
import type { RegisterTypeCommandInput } from "@aws-sdk/client-cloudformation";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { zipOf } from "../../../../sandbox/testing/functions.ts";
import type { TestAccount } from "../../../../testing/harness.ts";

export const NOTE = "Acme::Ledger::Note";

const HANDLERS = {
  create: { permissions: ["ssm:PutParameter"] },
  read: { permissions: ["ssm:GetParameters"] },
  update: { permissions: ["ssm:PutParameter"] },
  delete: { permissions: ["ssm:DeleteParameters"] },
};

export const SCHEMA = {
  typeName: NOTE,
  description: "A note",
  sourceUrl: "https://example.com/notes",
  properties: {
    Id: { type: "string" },
    Title: { type: "string", maxLength: 20 },
    Text: { type: "string" },
    Secret: { type: "string" },
    Author: { type: "string" },
    Pages: { type: "integer" },
  },
  required: ["Title"],
  readOnlyProperties: ["/properties/Id", "/properties/Author"],
  createOnlyProperties: ["/properties/Title"],
  writeOnlyProperties: ["/properties/Secret"],
  primaryIdentifier: ["/properties/Id"],
  additionalProperties: false,
  tagging: { taggable: false },
  handlers: HANDLERS,
  typeConfiguration: {
    properties: { Author: { type: "string" } },
    required: ["Author"],
    additionalProperties: false,
  },
};

/** Speaks the protocol by itself; the CLI's support libraries do the same. A text that ends in "..." takes three calls, a minute apart. */
const HANDLER = `
const { SSMClient, PutParameterCommand, GetParametersCommand, DeleteParametersCommand } = require("@aws-sdk/client-ssm");
exports.entrypoint = async (request) => {
  const { action, bearerToken, requestData, callbackContext, region } = request;
  const { resourceProperties: model, previousResourceProperties, callerCredentials, typeConfiguration } = requestData;
  const ok = (resourceModel) => ({ status: "SUCCESS", resourceModel });
  const failed = (errorCode, message) => ({ status: "FAILED", errorCode, message });
  if (model.Text === "crash") throw new Error("The handler broke.");
  if (model.Text === "nonsense") return { hello: "world" };
  const ssm = new SSMClient({ region, ...(callerCredentials && { credentials: callerCredentials }) });
  const put = async (Id, extra = {}) => {
    const { Secret, ...kept } = { ...model, Id, Author: typeConfiguration?.Author ?? "nobody", ...extra };
    await ssm.send(new PutParameterCommand({ Name: Id, Type: "String", Value: JSON.stringify(kept), Overwrite: true }));
    return { ...kept };
  };
  const find = async () => {
    const { Parameters: [found] = [] } = await ssm.send(new GetParametersCommand({ Names: [model.Id] }));
    return found && JSON.parse(found.Value);
  };
  try {
    if (action === "CREATE" || action === "UPDATE") {
      if (model.Text === "boom") return failed("InvalidRequest", "Notes explode.");
      const Id = model.Id ?? "note-" + bearerToken;
      const calls = (callbackContext?.calls ?? 0) + 1;
      const kept = await put(Id, model.Text?.endsWith("...") ? { Pages: calls } : {});
      if (model.Text?.endsWith("...") && calls < 3)
        return { status: "IN_PROGRESS", callbackContext: { calls }, callbackDelaySeconds: 60, resourceModel: kept };
      return ok(kept);
    }
    const found = await find();
    if (found === undefined) return failed("NotFound", "No such note.");
    if (action === "READ") return Object.keys(model).join() === "Id" ? ok(found) : failed("InvalidRequest", "Too much was told.");
    await ssm.send(new DeleteParametersCommand({ Names: [model.Id] }));
    return { status: "SUCCESS" };
  } catch (error) {
    return failed(error.name === "AccessDeniedException" ? "AccessDenied" : "GeneralServiceException", error.message);
  }
};
`;

/** Settings and files that differ from the ordinary ones. */
export interface Variant {
  readonly schema?: object;
  readonly settings?: object;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly without?: string;
}

/** The package. */
export function packageOf({ schema = {}, settings = {}, files = {}, without }: Variant = {}): Uint8Array {
  const all: Record<string, string | Uint8Array> = {
    "schema.json": JSON.stringify({ ...SCHEMA, ...schema }),
    ".rpdk-config": JSON.stringify({
      artifact_type: "RESOURCE",
      typeName: NOTE,
      language: "typescript",
      runtime: "nodejs22.x",
      entrypoint: "handlers.entrypoint",
      ...settings,
    }),
    "ResourceProvider.zip": zipOf({ "handlers.js": HANDLER }),
    ...files,
  };
  return zipOf(Object.fromEntries(Object.entries(all).filter(([name]) => name !== without)));
}

/** Puts a package into a bucket of the account, and gives its URL. */
export async function upload(account: TestAccount, variant?: Variant): Promise<string> {
  const s3 = account.client(S3Client);
  const Bucket = `packages-${account.account}`;
  await s3.send(new CreateBucketCommand({ Bucket })).catch((error: unknown) => {
    if (!(error instanceof Error) || error.name !== "BucketAlreadyOwnedByYou") throw error;
  });
  const Key = "some folder/note.zip";
  await s3.send(new PutObjectCommand({ Bucket, Key, Body: packageOf(variant) }));
  return `s3://${Bucket}/${Key}`;
}

/** A role that the handlers' service may assume for the account's types, and what it allows. */
export async function makeRole(
  account: TestAccount,
  RoleName: string,
  actions: readonly string[],
  trust: object = {},
): Promise<string> {
  const iam = account.client(IAMClient);
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "resources.cloudformation.amazonaws.com" },
        Action: "sts:AssumeRole",
        // AWS: as the CLI's templates write it.
        Condition: {
          StringEquals: { "aws:SourceAccount": account.account },
          StringLike: {
            "aws:SourceArn": `arn:aws:cloudformation:${account.region}:${account.account}:type/resource/*`,
          },
        },
        ...trust,
      },
    ],
  });
  const input: CreateRoleCommandInput = { RoleName, AssumeRolePolicyDocument };
  const { Role } = await iam.send(new CreateRoleCommand(input));
  const statement = { Effect: "Allow", Action: actions, Resource: "*" };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "all", PolicyDocument }));
  return Role?.Arn ?? "";
}

/** Begins a registration and gives its token. */
export async function register(
  account: TestAccount,
  input: Partial<RegisterTypeCommandInput> & { readonly variant?: Variant } = {},
): Promise<string> {
  const { variant, ...rest } = input;
  const SchemaHandlerPackage = rest.SchemaHandlerPackage ?? (await upload(account, variant));
  const command = new RegisterTypeCommand({ Type: "RESOURCE", TypeName: NOTE, ...rest, SchemaHandlerPackage });
  return (await account.client(CloudFormationClient).send(command)).RegistrationToken ?? "";
}
