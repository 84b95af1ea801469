// Custom domains and API mappings through both of API Gateway's APIs, which see the same ones.

import {
  APIGatewayClient,
  CreateBasePathMappingCommand,
  CreateDeploymentCommand,
  CreateDomainNameCommand as CreateRestDomainCommand,
  CreateRestApiCommand,
  GetBasePathMappingsCommand,
  GetDomainNameCommand as GetRestDomainCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from "@aws-sdk/client-api-gateway";
import { ACMClient, DeleteCertificateCommand, DescribeCertificateCommand } from "@aws-sdk/client-acm";
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateApiMappingCommand,
  CreateDomainNameCommand,
  CreateStageCommand,
  DeleteApiCommand,
  DeleteApiMappingCommand,
  DeleteDomainNameCommand,
  DeleteStageCommand,
  GetApiMappingCommand,
  GetApiMappingsCommand,
  GetDomainNameCommand,
  GetDomainNamesCommand,
  GetTagsCommand,
  TagResourceCommand,
  UpdateApiMappingCommand,
  UpdateDomainNameCommand,
} from "@aws-sdk/client-apigatewayv2";
import { beforeAll, describe, expect, it } from "vitest";
import { importCertificate } from "../../../testing/certificates.ts";
import { sharedYard, type TestAccount, type TestYard } from "../../../testing/harness.ts";

let yard: TestYard;
let account: TestAccount;
let apis: ApiGatewayV2Client;
let rest: APIGatewayClient;
let certificateArn: string;
const nameOf = (label: string): string => `${label}.d${account.account}.test`;

beforeAll(async () => {
  yard = await sharedYard();
  account = yard.account();
  apis = account.client(ApiGatewayV2Client);
  rest = account.client(APIGatewayClient);
  certificateArn = await importCertificate(yard, account, [`*.d${account.account}.test`]);
});

async function domain(label: string): Promise<string> {
  const DomainName = nameOf(label);
  const DomainNameConfigurations = [{ CertificateArn: certificateArn, EndpointType: "REGIONAL" as const }];
  await apis.send(new CreateDomainNameCommand({ DomainName, DomainNameConfigurations }));
  return DomainName;
}

async function api(ProtocolType: "HTTP" | "WEBSOCKET" = "HTTP"): Promise<string> {
  const { ApiId = "" } = await apis.send(
    new CreateApiCommand({
      Name: "api",
      ProtocolType,
      RouteSelectionExpression: ProtocolType === "HTTP" ? undefined : "$request.body.action",
    }),
  );
  await apis.send(new CreateStageCommand({ ApiId, StageName: "live", AutoDeploy: true }));
  return ApiId;
}

async function restApi(): Promise<string> {
  const { id: restApiId = "", rootResourceId: resourceId = "" } = await rest.send(
    new CreateRestApiCommand({ name: "r" }),
  );
  const place = { restApiId, resourceId, httpMethod: "GET" };
  await rest.send(new PutMethodCommand({ ...place, authorizationType: "NONE" }));
  await rest.send(new PutIntegrationCommand({ ...place, type: "MOCK" }));
  await rest.send(new CreateDeploymentCommand({ restApiId, stageName: "live" }));
  return restApiId;
}

describe("domains", () => {
  it("are made, shown, changed and tagged, and are those of REST APIs too", async () => {
    // Goal: one resource space; method: a domain of each API, read by the other.
    const DomainName = nameOf("one");
    const made = await apis.send(
      new CreateDomainNameCommand({
        DomainName,
        DomainNameConfigurations: [{ CertificateArn: certificateArn }],
        Tags: { a: "1" },
      }),
    );
    // AWS: the answer as in aws-cli issue 5059, and "CreateDomainName" (API reference).
    expect(made).toMatchObject({
      ApiMappingSelectionExpression: "$request.basepath",
      DomainName,
      DomainNameConfigurations: [
        {
          ApiGatewayDomainName: expect.stringMatching(/^d-[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com$/),
          CertificateArn: certificateArn,
          DomainNameStatus: "AVAILABLE",
          EndpointType: "REGIONAL",
          HostedZoneId: "Z1UJRXOUMOOFQ8",
          SecurityPolicy: "TLS_1_2",
        },
      ],
    });
    expect(await rest.send(new GetRestDomainCommand({ domainName: DomainName }))).toMatchObject({
      regionalDomainName: made.DomainNameConfigurations?.[0]?.ApiGatewayDomainName,
      regionalCertificateArn: certificateArn,
      tags: { a: "1" },
    });
    const domainName = nameOf("two");
    await rest.send(
      new CreateRestDomainCommand({
        domainName,
        regionalCertificateArn: certificateArn,
        endpointConfiguration: { types: ["REGIONAL"] },
      }),
    );
    const { Items = [] } = await apis.send(new GetDomainNamesCommand({}));
    expect(Items.map((each) => each.DomainName)).toEqual(expect.arrayContaining([DomainName, domainName]));
    const changed = await apis.send(
      new UpdateDomainNameCommand({
        DomainName: domainName,
        DomainNameConfigurations: [{ IpAddressType: "dualstack" }],
      }),
    );
    expect(changed.DomainNameConfigurations?.[0]).toMatchObject({
      IpAddressType: "dualstack",
      CertificateArn: certificateArn,
    });
    const ResourceArn = `arn:aws:apigateway:us-east-1::/domainnames/${DomainName}`;
    await apis.send(new TagResourceCommand({ ResourceArn, Tags: { b: "2" } }));
    expect((await apis.send(new GetTagsCommand({ ResourceArn }))).Tags).toEqual({ a: "1", b: "2" });
    await apis.send(new DeleteDomainNameCommand({ DomainName: domainName }));
    await expect(apis.send(new GetDomainNameCommand({ DomainName: domainName }))).rejects.toMatchObject({
      name: "NotFoundException",
      message: "Invalid domain name identifier specified",
    });
  });

  it("need a certificate that is there, in the right region, their account's and theirs by name", async () => {
    // Goal: certificates are looked up. Method: each way to name a wrong one. AWS: words as in api-domains/domains.ts.
    const create = (CertificateArn: string, DomainName = nameOf("three")) =>
      apis.send(new CreateDomainNameCommand({ DomainName, DomainNameConfigurations: [{ CertificateArn }] }));
    const elsewhere = await importCertificate(yard, account, [nameOf("three")], "eu-west-1");
    const refused = (message: string) => ({ name: "BadRequestException", message });
    await expect(create(elsewhere)).rejects.toMatchObject(
      refused(`Invalid certificate ARN: ${elsewhere}. Certificate must be in 'us-east-1'.`),
    );
    const foreign = await importCertificate(yard, yard.account(), [nameOf("three")]);
    await expect(create(foreign)).rejects.toMatchObject(
      refused("The certificate provided must be owned by the account creating the domain."),
    );
    const missing = `${certificateArn.slice(0, -4)}0000`;
    await expect(create(missing)).rejects.toThrow("does not exist, or is not issued");
    await expect(create(certificateArn, "api.other.test")).rejects.toThrow("does not cover the domain name");
    await expect(create(certificateArn, `a.${nameOf("three")}`)).rejects.toThrow("does not cover the domain name");
    await expect(create("arn:aws:iam::123456789012:server-certificate/x")).rejects.toThrow("Invalid certificate ARN");
  });

  it("hold on to their certificate", async () => {
    // AWS: DeleteCertificate: ResourceInUseException; DescribeCertificate: InUseBy.
    const own = await importCertificate(yard, account, [nameOf("four")]);
    const acm = account.client(ACMClient);
    const DomainName = nameOf("four");
    const DomainNameConfigurations = [{ CertificateArn: own }];
    await apis.send(new CreateDomainNameCommand({ DomainName, DomainNameConfigurations }));
    const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn: own }));
    expect(Certificate?.InUseBy).toEqual([`arn:aws:apigateway:us-east-1::/domainnames/${DomainName}`]);
    const remove = new DeleteCertificateCommand({ CertificateArn: own });
    await expect(acm.send(remove)).rejects.toMatchObject({ name: "ResourceInUseException" });
    await apis.send(new DeleteDomainNameCommand({ DomainName }));
    await acm.send(remove);
  });

  it("are refused where they are not this API's, or are taken", async () => {
    // Goal: no success that was not done. Method: each refusal. AWS: recorded, as in api-domains.
    const DomainName = await domain("five");
    await expect(domain("five")).rejects.toMatchObject({
      name: "ConflictException",
      message: "The domain name you provided already exists.",
    });
    const create = (input: object) =>
      apis.send(
        new CreateDomainNameCommand({
          DomainName: nameOf("six"),
          DomainNameConfigurations: [{ CertificateArn: certificateArn }],
          ...input,
        }),
      );
    await expect(
      create({ DomainNameConfigurations: [{ CertificateArn: certificateArn, EndpointType: "EDGE" }] }),
    ).rejects.toThrow("Only REGIONAL domain names can be managed through the API Gateway V2 API.");
    await expect(create({ MutualTlsAuthentication: { TruststoreUri: "s3://b/k" } })).rejects.toMatchObject({
      name: "NotImplemented",
    });
    await expect(create({ RoutingMode: "ROUTING_RULE_ONLY" })).rejects.toMatchObject({ name: "NotImplemented" });
    await expect(create({ DomainNameConfigurations: [] })).rejects.toMatchObject({ name: "BadRequestException" });
    await expect(create({ DomainName: "*" })).rejects.toThrow("Invalid domain name identifier specified");
    await expect(create({ DomainName: "x.execute-api.localhost" })).rejects.toThrow("answers for AWS");
    await apis.send(new DeleteDomainNameCommand({ DomainName }));
  });
});

describe("mappings", () => {
  it("lead to stages of all kinds of APIs, at paths of several levels", async () => {
    // Goal: the life of mappings, seen by both APIs. Method: an HTTP API and a REST API on one domain.
    const DomainName = await domain("mapped");
    const [ApiId, restApiId] = [await api(), await restApi()];
    const map = (more: object) => apis.send(new CreateApiMappingCommand({ DomainName, ApiId, Stage: "live", ...more }));
    const root = await map({});
    expect(root).toMatchObject({ ApiId, Stage: "live", ApiMappingKey: "" });
    const deep = await map({ ApiMappingKey: "orders/v1", ApiId: restApiId });
    await rest.send(new CreateBasePathMappingCommand({ domainName: DomainName, basePath: "rest", restApiId }));
    const { Items = [] } = await apis.send(new GetApiMappingsCommand({ DomainName }));
    expect(Items.map(({ ApiMappingKey }) => ApiMappingKey)).toEqual(["", "orders/v1", "rest"]);
    const { items } = await rest.send(new GetBasePathMappingsCommand({ domainName: DomainName }));
    expect(items).toEqual([
      { basePath: "(none)", restApiId: ApiId, stage: "live" },
      { basePath: "orders/v1", restApiId, stage: "live" },
      { basePath: "rest", restApiId },
    ]);
    const place = { DomainName, ApiMappingId: deep.ApiMappingId ?? "" };
    await apis.send(new UpdateApiMappingCommand({ ...place, ApiId, ApiMappingKey: "orders/v2" }));
    expect(await apis.send(new GetApiMappingCommand(place))).toMatchObject({
      ApiId,
      ApiMappingKey: "orders/v2",
      Stage: "live",
    });
    await expect(
      apis.send(new UpdateApiMappingCommand({ ...place, ApiId, ApiMappingKey: "rest" })),
    ).rejects.toMatchObject(
      // AWS: recorded (CDK issue 22660).
      { name: "ConflictException", message: "ApiMapping key already exists for this domain name" },
    );
    // AWS: recorded (cloud-nuke issue 370).
    await expect(apis.send(new DeleteApiCommand({ ApiId }))).rejects.toMatchObject({
      name: "BadRequestException",
      message: `Deleting API ${ApiId} failed. Please remove all API mappings for the API from your custom domain names.`,
    });
    await expect(apis.send(new DeleteStageCommand({ ApiId, StageName: "live" }))).rejects.toThrow(
      "Deleting stage live",
    );
    await apis.send(new DeleteApiMappingCommand(place));
    await expect(apis.send(new GetApiMappingCommand(place))).rejects.toMatchObject({ name: "NotFoundException" });
    await apis.send(new DeleteDomainNameCommand({ DomainName }));
    await apis.send(new DeleteApiCommand({ ApiId }));
  });

  it("are refused where they lead nowhere, or where the domain cannot serve them", async () => {
    // AWS: recorded where api-domains/mappings.ts says so.
    const DomainName = await domain("refused");
    const ApiId = await api();
    const map = (more: object) => apis.send(new CreateApiMappingCommand({ DomainName, ApiId, Stage: "live", ...more }));
    await expect(map({ Stage: "none" })).rejects.toThrow("Invalid stage identifier specified");
    await expect(map({ ApiId: "nobodysapi" })).rejects.toThrow("Invalid API identifier specified");
    await expect(map({ DomainName: nameOf("nobody") })).rejects.toMatchObject({ name: "NotFoundException" });
    for (const ApiMappingKey of ["/", "a//b", "a/", "a b", "ü"])
      await expect(map({ ApiMappingKey })).rejects.toThrow("An ApiMapping key may contain only letters, numbers");
    await expect(map({ ApiMappingKey: "a".repeat(301) })).rejects.toMatchObject({ name: "BadRequestException" });
    await map({});
    await expect(map({ ApiId: await api("WEBSOCKET"), ApiMappingKey: "chat" })).rejects.toThrow(
      "A WebSocket API cannot be mapped to the same domain name",
    );
    const domainName = nameOf("edge");
    await rest.send(new CreateRestDomainCommand({ domainName, certificateArn }));
    await expect(map({ DomainName: domainName })).rejects.toThrow(
      "only REST APIs can be attached to EDGE domain names",
    );
    // The other API makes mappings of REST APIs only.
    await expect(
      rest.send(new CreateBasePathMappingCommand({ domainName: DomainName, basePath: "x", restApiId: ApiId })),
    ).rejects.toThrow("Invalid REST API identifier specified");
  });
});
