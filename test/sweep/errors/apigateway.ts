// How each documented error of REST APIs is provoked. More than a hundred operations have the same six errors: what is common to all is said
// once, what to some, by lists of operations, and the rest by name.

import { APIGatewayClient } from "@aws-sdk/client-api-gateway";
import { DOMAIN, inputs, keyFile, type Made as Api, PARTS, prepare, regionalIn } from "./apigateway-inputs.ts";
import { eachMissing } from "./missing.ts";
import {
  type Ask,
  type Caller,
  type ErrorTable,
  forAll,
  type Grounds,
  instead,
  sweepOf,
  together,
  unprovokable,
} from "./table.ts";

interface Made extends Api {
  /** A user who may do nothing. */
  readonly stranger: Caller;
}
type Entry = ErrorTable<Made>["everywhere"][string];

const NOBODY = "nobody";
/** Wrong values of whatever names something. */
const WRONG = {
  ...{ apiKey: NOBODY, authorizerId: NOBODY, basePath: NOBODY, clientCertificateId: NOBODY, deploymentId: NOBODY },
  ...{ documentationPartId: NOBODY, documentationVersion: NOBODY, domainName: "nobody.example.com", keyId: NOBODY },
  ...{ httpMethod: "PATCH", modelName: NOBODY, parentId: NOBODY, requestValidatorId: NOBODY, resourceId: NOBODY },
  ...{ resourceArn: "arn:aws:apigateway:us-east-1::/restapis/nobody", restApiId: NOBODY, stageName: NOBODY },
  ...{ statusCode: "418", usagePlanId: NOBODY },
};
/** Names that an operation gives, and those whose absence AWS answers otherwise. */
const NEW = new Set([
  "CreateBasePathMapping basePath",
  "CreateBasePathMapping restApiId",
  "CreateDocumentationVersion documentationVersion",
  "CreateStage stageName",
  "PutGatewayResponse statusCode",
  "PutMethod httpMethod",
  "PutMethodResponse statusCode",
]);

const LISTS = Object.keys(inputs).filter(
  (name) => /^Get\w+(?:s|Usage)$/.test(name) && !/^Get(?:Tags|Stages)$/.test(name),
);
const UPDATES = Object.keys(inputs).filter((name) => name.startsWith("Update"));
const BY_ENUMERATION = [
  ...["GetIntegrationResponse", "DeleteIntegrationResponse", "DeleteMethodResponse"],
  ...["GetGatewayResponse", "DeleteGatewayResponse"],
];

const NAMES_NOTHING = unprovokable("It names nothing that could be missing.");
const ONLY_NAMES = unprovokable(
  "It is given names only, and a name of any form that is not there is NotFoundException.",
);
const NO_CONFLICT = unprovokable(
  "A change is one transaction: none meets another half-way, and nothing here is unique.",
);
const NO_QUOTA = unprovokable(
  "AWS has no quota on what it does; where one is, the operations that make the things say so.",
);

/** Who has nothing yet, in an account of their own. */
function elsewhere({ yard }: Grounds) {
  const account = yard.account();
  const { account: id } = account;
  const root = { kind: "root", account: id, arn: `arn:aws:iam::${id}:root`, userId: id } as const;
  const caller: Caller = account.client(APIGatewayClient);
  return { account, gateway: yard.yard.context.as(root, account).apiGateway, caller };
}
/** Does something so often that there is no room for one more. */
async function fill(times: number, work: (index: number) => Promise<unknown>): Promise<void> {
  for (let index = 0; index < times; index += 1) await work(index);
}
const patch = (path: string, value: string, op = "replace") => ({ patchOperations: [{ op, path, value }] });

/** The errors sweep of REST APIs. */
export const apigateway = sweepOf<Made>({
  service: "api-gateway",
  prepare: async (grounds) => ({ ...(await prepare(grounds)), stranger: await grounds.user() }),
  inputs,
  everywhere: {
    BadRequestException: ONLY_NAMES,
    ConflictException: NO_CONFLICT,
    LimitExceededException: NO_QUOTA,
    NotFoundException: eachMissing<Made>(inputs, WRONG, (operation, member) => NEW.has(`${operation} ${member}`)),
    ServiceUnavailableException: unprovokable("It would be a bug of ours."),
    TooManyRequestsException: unprovokable("AWS's rates of requests protect what accounts share; a yard has none."),
    UnauthorizedException: instead(
      {
        code: "AccessDeniedException",
        status: 403,
        reason:
          "Who may not is answered AccessDeniedException: public reports, “not authorized to perform: apigateway:POST”.",
      },
      ({ stranger }, ask) => ask({}, stranger),
    ),
  },
  operations: together<Made>(
    forAll(LISTS, { BadRequestException: (_, ask) => ask({ position: "nowhere" }) }),
    forAll(UPDATES, { BadRequestException: (_, ask) => ask(patch("/nobody", "x")) }),
    forAll(BY_ENUMERATION, {
      BadRequestException: instead(
        {
          code: "ValidationException",
          status: 400,
          reason: "Recorded: what a member's constraint refuses is answered so.",
        },
        (_, ask) => ask({ statusCode: "x", responseType: "x" }),
      ),
    }),
    forAll(["GetAccount", "GetApiKeys", "GetClientCertificates", "GetDomainNames", "GetRestApis", "GetUsagePlans"], {
      NotFoundException: NAMES_NOTHING,
    }),
    forAll(["CreateApiKey", "CreateUsagePlan", "ImportApiKeys", "ImportRestApi", "UpdateAccount"], {
      NotFoundException: NAMES_NOTHING,
    }),
    forAll(["ImportDocumentationParts", "ImportRestApi", "PutRestApi"], {
      BadRequestException: (_, ask) => ask({ body: Buffer.from("no definition") }),
    }),
    {
      CreateApiKey: {
        BadRequestException: (_, ask) => ask({ value: "short" }),
        ConflictException: async (_, ask) => {
          const value = "a-value-of-twenty-and-more";
          await ask({ value });
          return ask({ value });
        },
        LimitExceededException: async (made, ask) => {
          const { gateway, caller } = elsewhere(made);
          await gateway.importApiKeys({ format: "csv", body: keyFile(...manyKeys(10_000)) });
          return ask({}, caller);
        },
        NotFoundException: ({ api }, ask) => ask({ stageKeys: [{ restApiId: api, stageName: NOBODY }] }),
      },
      CreateAuthorizer: {
        BadRequestException: (_, ask) => ask({ authorizerResultTtlInSeconds: 3601 }),
        ConflictException: async ({ name }, ask) => {
          const taken = name();
          await ask({ name: taken });
          return ask({ name: taken });
        },
        LimitExceededException: async ({ aws, name }, ask) => {
          const { id: restApiId } = await aws.apiGateway.createRestApi({ name: name() });
          await fill(10, () => ask({ restApiId, name: name() }));
          return ask({ restApiId });
        },
      },
      CreateBasePathMapping: {
        BadRequestException: (_, ask) => ask({ basePath: "a/b" }),
        ConflictException: ({ basePath }, ask) => ask({ basePath }),
        LimitExceededException: async ({ aws, name, api: restApiId, regional }, ask) => {
          const domainName = `${name()}.${DOMAIN}`;
          await aws.apiGateway.createDomainName({ domainName, ...regional });
          const map = (index: number) =>
            aws.apiGateway.createBasePathMapping({ domainName, restApiId, basePath: `v${index}` });
          await fill(200, map);
          return ask({ domainName });
        },
      },
      CreateDeployment: { BadRequestException: (_, ask) => ask({ stageName: "not a name" }) },
      CreateDocumentationPart: {
        BadRequestException: (_, ask) => ask({ properties: "no JSON" }),
        ConflictException: (_, ask) => ask({ location: PARTS }),
        LimitExceededException: async ({ aws, name }, ask) => {
          const { id: restApiId = "" } = await aws.apiGateway.createRestApi({ name: name() });
          await aws.apiGateway.importDocumentationParts({ restApiId, body: documentation(2000) });
          return ask({ restApiId });
        },
      },
      CreateDocumentationVersion: {
        BadRequestException: async ({ aws, name }, ask) =>
          ask({ restApiId: (await aws.apiGateway.createRestApi({ name: name() })).id }),
        ConflictException: ({ documentationVersion }, ask) => ask({ documentationVersion }),
      },
      CreateDomainName: {
        BadRequestException: ({ domain }, ask) => ask({ domainName: domain }),
        ConflictException: instead(
          {
            code: "BadRequestException",
            status: 400,
            reason: "Public reports: BadRequestException: The domain name you provided already exists.",
          },
          ({ domain }, ask) => ask({ domainName: domain }),
        ),
        LimitExceededException: async (made, ask) => {
          const { account, gateway, caller } = elsewhere(made);
          const regional = await regionalIn(made.yard, account);
          const add = () => gateway.createDomainName({ domainName: `${made.name()}.${DOMAIN}`, ...regional });
          await fill(120, add);
          return ask(regional, caller);
        },
      },
      CreateModel: {
        BadRequestException: (_, ask) => ask({ schema: "" }),
        ConflictException: ({ model }, ask) => ask({ name: model }),
      },
      CreateRequestValidator: {
        BadRequestException: (_, ask) => ask({ restApiId: NOBODY }),
        NotFoundException: instead(
          { code: "BadRequestException", status: 400, reason: "Recorded: Invalid REST API identifier specified." },
          (_, ask) => ask({ restApiId: NOBODY }),
        ),
      },
      CreateResource: {
        BadRequestException: (_, ask) => ask({ pathPart: "a b" }),
        ConflictException: (_, ask) => ask({ pathPart: "pets" }),
        LimitExceededException: async ({ aws, name }, ask) => {
          const { id: restApiId = "", rootResourceId: parentId = "" } = await aws.apiGateway.createRestApi({
            name: name(),
          });
          await fill(299, () => aws.apiGateway.createResource({ restApiId, parentId, pathPart: name() }));
          return ask({ restApiId, parentId });
        },
      },
      CreateRestApi: {
        BadRequestException: (_, ask) => ask({ minimumCompressionSize: -1 }),
        LimitExceededException: async (made, ask) => {
          const { gateway, caller } = elsewhere(made);
          const endpointConfiguration = { types: ["EDGE" as const] };
          await fill(120, () => gateway.createRestApi({ name: made.name(), endpointConfiguration }));
          return ask({ endpointConfiguration }, caller);
        },
      },
      CreateStage: {
        BadRequestException: (_, ask) => ask({ stageName: "not a name" }),
        ConflictException: ({ stage }, ask) => ask({ stageName: stage }),
        LimitExceededException: async (made, ask) => {
          await fill(9, () => ask());
          return ask();
        },
      },
      CreateUsagePlan: {
        BadRequestException: (_, ask) => ask({ name: "" }),
        LimitExceededException: async (made, ask) => {
          const { gateway, caller } = elsewhere(made);
          await fill(300, () => gateway.createUsagePlan({ name: made.name() }));
          return ask({}, caller);
        },
      },
      CreateUsagePlanKey: {
        BadRequestException: (_, ask) => ask({ keyType: "x" }),
        ConflictException: ({ plan }, ask) => ask({ usagePlanId: plan }),
        LimitExceededException: async ({ aws, name }, ask) => {
          const { id: keyId = "" } = await aws.apiGateway.createApiKey({ name: name() });
          await fill(10, async () => {
            const { id: usagePlanId } = await aws.apiGateway.createUsagePlan({ name: name() });
            return ask({ keyId, usagePlanId });
          });
          return ask({ keyId });
        },
      },
      DeleteAuthorizer: { ConflictException: inUse("authorizer") },
      DeleteDeployment: { BadRequestException: (_, ask) => ask() },
      DeleteDocumentationVersion: {
        ConflictException: async ({ aws, api: restApiId, documentationVersion, stage: stageName }, ask) => {
          await aws.apiGateway.updateStage({
            restApiId,
            stageName,
            patchOperations: [{ op: "replace", path: "/documentationVersion", value: documentationVersion }],
          });
          return ask();
        },
      },
      DeleteModel: {
        ConflictException: async ({ aws, api: restApiId, root: resourceId, model }, ask) => {
          const requestModels = { "application/json": model };
          const method = { restApiId, resourceId, httpMethod: "PUT", authorizationType: "NONE" };
          await aws.apiGateway.putMethod({ ...method, requestModels });
          return ask();
        },
      },
      DeleteRequestValidator: { ConflictException: inUse("validator") },
      DeleteResource: { BadRequestException: ({ root }, ask) => ask({ resourceId: root }) },
      DeleteUsagePlan: { BadRequestException: (_, ask) => ask() },
      GenerateClientCertificate: {
        BadRequestException: (_, ask) => ask({ tags: { key: "x".repeat(257) } }),
        LimitExceededException: unprovokable(
          "Sixty certificates would have to be made, and their keys take longer than all other errors together.",
        ),
      },
      GetAccount: { BadRequestException: unprovokable("It takes nothing.") },
      GetExport: { BadRequestException: (_, ask) => ask({ exportType: "x" }) },
      GetDeployment: { BadRequestException: (_, ask) => ask({ embed: ["x"] }) },
      ImportApiKeys: {
        BadRequestException: (_, ask) => ask({ body: Buffer.from("no,columns") }),
        ConflictException: async ({ aws, name, api: apiId, stage, plan }, ask) => {
          const apiStages = [{ apiId, stage }];
          const { id } = await aws.apiGateway.createUsagePlan({ name: name(), apiStages });
          return ask({ body: keyFile(`a-key-of-two-plans-with-one-stage,"${plan},${id}"`) });
        },
        LimitExceededException: async (made, ask) =>
          ask({ body: keyFile(...manyKeys(10_001)) }, elsewhere(made).caller),
      },
      ImportDocumentationParts: {
        LimitExceededException: async ({ aws, name }, ask) =>
          ask({ restApiId: (await aws.apiGateway.createRestApi({ name: name() })).id, body: documentation(2001) }),
      },
      PutGatewayResponse: { BadRequestException: (_, ask) => ask({ responseParameters: { nowhere: "x" } }) },
      PutIntegration: { BadRequestException: (_, ask) => ask({ type: "HTTP", uri: "no address" }) },
      PutIntegrationResponse: { BadRequestException: (_, ask) => ask({ responseParameters: { nowhere: "x" } }) },
      PutMethod: {
        BadRequestException: (_, ask) => ask({ authorizationType: "x" }),
        ConflictException: (_, ask) => ask({ httpMethod: "GET" }),
      },
      PutMethodResponse: {
        BadRequestException: (_, ask) => ask({ responseModels: { "text/plain": NOBODY } }),
        ConflictException: (_, ask) => ask({ statusCode: "200" }),
      },
      TagResource: { BadRequestException: (_, ask) => ask({ tags: { key: "x".repeat(257) } }) },
      UpdateBasePathMapping: {
        ConflictException: async ({ aws, api: restApiId, domain: domainName }, ask) => {
          await aws.apiGateway.createBasePathMapping({ domainName, restApiId, basePath: "v2" });
          return ask(patch("/basePath", "v2"));
        },
      },
      UpdateResource: {
        ConflictException: async ({ aws, api: restApiId, root: parentId }, ask) => {
          await aws.apiGateway.createResource({ restApiId, parentId, pathPart: "taken" });
          return ask(patch("/pathPart", "taken"));
        },
      },
    },
  ),
});

/** A method of its own that uses what is about to be deleted. */
function inUse(what: "authorizer" | "validator"): Entry {
  return async ({ aws, api: restApiId, root: parentId, name, ...made }: Made & Grounds, ask: Ask) => {
    const { id: resourceId = "" } = await aws.apiGateway.createResource({ restApiId, parentId, pathPart: name() });
    const method = { restApiId, resourceId, httpMethod: "GET" };
    await aws.apiGateway.putMethod(
      what === "authorizer"
        ? { ...method, authorizationType: "CUSTOM", authorizerId: made.authorizer }
        : { ...method, authorizationType: "NONE", requestValidatorId: made.validator },
    );
    return ask();
  };
}

function manyKeys(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `a-key-of-some-length-${index}`);
}

/** A definition that documents so many models. */
function documentation(count: number): Buffer {
  const documentationParts = Array.from({ length: count }, (_, index) => ({
    location: { type: "MODEL", name: `Model${index}` },
    properties: { description: "A model" },
  }));
  return Buffer.from(
    JSON.stringify({
      swagger: "2.0",
      info: { title: "documented", version: "1" },
      paths: {},
      "x-amazon-apigateway-documentation": { documentationParts },
    }),
  );
}
