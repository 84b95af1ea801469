// Goal: HTTP APIs are what they are to the AWS CLI. Method: every operation that concerns them, called by the CLI's own code against a
// yard in this process; what is served and was not called fails the last test. WebSocket APIs have a test of their own.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importCertificate } from "../../src/testing/certificates.ts";
import { hasAwsCli, startAwsCli, type AwsCli } from "./aws-cli.ts";

/** Operations of parts that only WebSocket APIs have. */
const OF_WEBSOCKETS = /IntegrationResponse|RouteResponse|Model|RouteRequestParameter/;

if (!hasAwsCli)
  test("the AWS CLI is not installed: HTTP APIs are not tried with it", () => expect(hasAwsCli).toBe(false));

describe.runIf(hasAwsCli)("the AWS CLI calls API Gateway's HTTP APIs", () => {
  let cli: AwsCli;
  let aws: AwsCli["aws"];
  let api: readonly string[];
  let apiId: string;

  beforeAll(async () => {
    cli = await startAwsCli();
    ({ aws } = cli);
    apiId = await aws`apigatewayv2 create-api --name shop --protocol-type HTTP --query ApiId`;
    api = ["--api-id", apiId];
  });
  afterAll(() => cli.stop());

  test("for routes, integrations and authorizers", async () => {
    const jwt = { Issuer: "https://issuer.example.com", Audience: ["shop"] };
    const source = ["--identity-source", "$request.header.Authorization"];
    const authorizer =
      await aws<string>`apigatewayv2 create-authorizer ${api} --name users --authorizer-type JWT ${source} --jwt-configuration ${jwt} --query AuthorizerId`;
    const uri = ["--integration-uri", "https://backend.example.com/", "--integration-method", "ANY"];
    const version = ["--payload-format-version", "1.0"];
    const integration =
      await aws<string>`apigatewayv2 create-integration ${api} --integration-type HTTP_PROXY ${uri} ${version} --query IntegrationId`;
    const key = ["--route-key", "GET /orders"];
    const route =
      await aws<string>`apigatewayv2 create-route ${api} ${key} --target ${`integrations/${integration}`} --query RouteId`;
    const ofRoute = [...api, "--route-id", route];
    const ofIntegration = [...api, "--integration-id", integration];
    const ofAuthorizer = [...api, "--authorizer-id", authorizer];
    await aws`apigatewayv2 update-route ${ofRoute} --authorization-type JWT --authorizer-id ${authorizer}`;
    expect(await aws`apigatewayv2 get-route ${ofRoute} --query AuthorizationType`).toBe("JWT");
    await aws`apigatewayv2 update-integration ${ofIntegration} --timeout-in-millis 500`;
    expect(await aws`apigatewayv2 get-integration ${ofIntegration} --query TimeoutInMillis`).toBe(500);
    await aws`apigatewayv2 update-authorizer ${ofAuthorizer} --name people`;
    expect(await aws`apigatewayv2 get-authorizer ${ofAuthorizer} --query Name`).toBe("people");
    expect(await aws`apigatewayv2 get-routes ${api} --query Items[].RouteKey`).toEqual(["GET /orders"]);
    expect(await aws`apigatewayv2 get-integrations ${api} --query length(Items)`).toBe(1);
    expect(await aws`apigatewayv2 get-authorizers ${api} --query Items[].Name`).toEqual(["people"]);
    await expect(aws`apigatewayv2 delete-authorizer ${ofAuthorizer}`).rejects.toThrow("ConflictException");
  });

  test("for stages and deployments", async () => {
    const stage = [...api, "--stage-name", "live"];
    const limits = { "GET /orders": { ThrottlingBurstLimit: 5 } };
    await aws`apigatewayv2 create-stage ${stage} --route-settings ${limits}`;
    const deployment = await aws<string>`apigatewayv2 create-deployment ${stage} --query DeploymentId`;
    const ofDeployment = [...api, "--deployment-id", deployment];
    await aws`apigatewayv2 update-deployment ${ofDeployment} --description first`;
    expect(await aws`apigatewayv2 get-deployment ${ofDeployment} --query Description`).toBe("first");
    expect(await aws`apigatewayv2 get-deployments ${api} --query length(Items)`).toBe(1);
    expect(await aws`apigatewayv2 get-stages ${api} --query Items[].StageName`).toEqual(["live"]);
    const route = ["--route-key", "GET /orders"];
    await aws`apigatewayv2 delete-route-settings ${stage} ${route}`;
    expect(await aws`apigatewayv2 get-stage ${stage} --query length(keys(RouteSettings))`).toBe(0);
    await aws`apigatewayv2 delete-access-log-settings ${stage}`;
    await aws`apigatewayv2 reset-authorizers-cache ${stage}`;
    await aws`apigatewayv2 update-stage ${stage} --auto-deploy`;
    await aws`apigatewayv2 delete-stage ${stage}`;
    await aws`apigatewayv2 delete-deployment ${ofDeployment}`;
  });

  test("for definitions and tags", async () => {
    const out = join(cli.folder, "api.json");
    await aws`apigatewayv2 export-api ${api} --output-type JSON --specification OAS30 ${out}`;
    const definition = JSON.parse(readFileSync(out, "utf8")) as { info: { title: string } };
    expect(definition.info.title).toBe("shop");
    writeFileSync(out, JSON.stringify({ ...definition, info: { title: "copy", version: "1" } }));
    const body = ["--body", `file://${out}`];
    const copy = await aws<string>`apigatewayv2 import-api ${body} --query ApiId`;
    expect(await aws`apigatewayv2 reimport-api --api-id ${copy} ${body} --query Name`).toBe("copy");
    const arn = ["--resource-arn", `arn:aws:apigateway:${cli.account.region}::/apis/${copy}`];
    await aws`apigatewayv2 tag-resource ${arn} --tags a=1,b=2`;
    await aws`apigatewayv2 untag-resource ${arn} --tag-keys a`;
    expect(await aws`apigatewayv2 get-tags ${arn} --query Tags`).toEqual({ b: "2" });
    const cors = { AllowOrigins: ["https://shop.example"] };
    await aws`apigatewayv2 update-api --api-id ${copy} --cors-configuration ${cors}`;
    await aws`apigatewayv2 delete-cors-configuration --api-id ${copy}`;
    expect(await aws`apigatewayv2 get-api --api-id ${copy} --query CorsConfiguration`).toBeNull();
    expect(await aws`apigatewayv2 get-apis --query length(Items)`).toBe(2);
    await aws`apigatewayv2 delete-api --api-id ${copy}`;
  });

  test("for custom domains", async () => {
    const name = ["--domain-name", "api.cli.test"];
    const certificate = await importCertificate(cli.yard, cli.account, ["api.cli.test"]);
    const configurations = ["--domain-name-configurations", `CertificateArn=${certificate}`];
    await aws`apigatewayv2 create-domain-name ${name} ${configurations}`;
    expect(await aws`apigatewayv2 get-domain-names --query Items[].DomainName`).toEqual(["api.cli.test"]);
    await aws`apigatewayv2 update-domain-name ${name} --domain-name-configurations IpAddressType=dualstack`;
    const shown = await aws`apigatewayv2 get-domain-name ${name} --query DomainNameConfigurations[0].IpAddressType`;
    expect(shown).toBe("dualstack");
    await aws`apigatewayv2 create-stage ${api} --stage-name mapped`;
    const stage = [...api, "--stage", "mapped"];
    const mapping =
      await aws<string>`apigatewayv2 create-api-mapping ${name} ${stage} --api-mapping-key orders/v1 --query ApiMappingId`;
    const ofMapping = [...name, "--api-mapping-id", mapping];
    await aws`apigatewayv2 update-api-mapping ${ofMapping} ${api} --api-mapping-key orders/v2`;
    expect(await aws`apigatewayv2 get-api-mapping ${ofMapping} --query ApiMappingKey`).toBe("orders/v2");
    expect(await aws`apigatewayv2 get-api-mappings ${name} --query Items[].ApiMappingKey`).toEqual(["orders/v2"]);
    await aws`apigatewayv2 delete-api-mapping ${ofMapping}`;
    await aws`apigatewayv2 delete-domain-name ${name}`;
  });

  test("and takes its parts away", async () => {
    for (const route of await aws<string[]>`apigatewayv2 get-routes ${api} --query Items[].RouteId`)
      await aws`apigatewayv2 delete-route ${api} --route-id ${route}`;
    for (const each of await aws<string[]>`apigatewayv2 get-integrations ${api} --query Items[].IntegrationId`)
      await aws`apigatewayv2 delete-integration ${api} --integration-id ${each}`;
    for (const each of await aws<string[]>`apigatewayv2 get-authorizers ${api} --query Items[].AuthorizerId`)
      await aws`apigatewayv2 delete-authorizer ${api} --authorizer-id ${each}`;
    await aws`apigatewayv2 delete-api ${api}`;
    await expect(aws`apigatewayv2 get-api ${api}`).rejects.toThrow(
      `An error occurred (NotFoundException) when calling the GetApi operation: Invalid API identifier specified ${cli.account.account}:${apiId}`,
    );
  });

  test("in every operation that is served and that concerns them", () => {
    expect(cli.uncalled("apigatewayv2").filter((name) => !OF_WEBSOCKETS.test(name))).toEqual([]);
  });
});
