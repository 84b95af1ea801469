// Goal: the schema registry is what it is to the AWS CLI. Method: every operation that is served, called by the CLI's own code against a
// yard in this process; what is served and was not called fails the last test.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasAwsCli, startAwsCli, type AwsCli } from "./aws-cli.ts";

if (!hasAwsCli)
  test("the AWS CLI is not installed: the schema registry is not tried with it", () => expect(hasAwsCli).toBe(false));

describe.runIf(hasAwsCli)("the AWS CLI calls the schema registry", () => {
  const registry = ["--registry-name", "shop"];
  const schema = [...registry, "--schema-name", "Order"];
  const content = (version: string): string =>
    JSON.stringify({
      openapi: "3.0.0",
      info: { title: "Order", version },
      paths: {},
      components: { schemas: { Order: { type: "object", properties: { id: { type: "string" } } } } },
    });
  let cli: AwsCli;
  let aws: AwsCli["aws"];
  let registryArn: string;

  beforeAll(async () => {
    cli = await startAwsCli();
    ({ aws } = cli);
    registryArn = await aws<string>`schemas create-registry ${registry} --query RegistryArn`;
    await aws`schemas create-schema ${schema} --type OpenApi3 --content ${content("1.0.0")}`;
  });
  afterAll(() => cli.stop());

  test("for registries, their policies and tags", async () => {
    await aws`schemas update-registry ${registry} --description orders`;
    expect(await aws`schemas describe-registry ${registry} --query Description`).toBe("orders");
    const local = ["--scope", "LOCAL", "--query", "Registries[].RegistryName"];
    expect(await aws`schemas list-registries ${local}`).toEqual(["shop"]);
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    await aws`schemas put-resource-policy ${registry} --policy ${policy}`;
    expect(await aws`schemas get-resource-policy ${registry} --query RevisionId`).toEqual(expect.any(String));
    await aws`schemas delete-resource-policy ${registry}`;
    await expect(aws`schemas get-resource-policy ${registry}`).rejects.toThrow("NotFoundException");
    const arn = ["--resource-arn", registryArn];
    await aws`schemas tag-resource ${arn} --tags a=1,b=2`;
    await aws`schemas untag-resource ${arn} --tag-keys a`;
    expect(await aws`schemas list-tags-for-resource ${arn} --query Tags`).toEqual({ b: "2" });
  });

  test("for schemas and their versions", async () => {
    expect(await aws`schemas update-schema ${schema} --content ${content("2.0.0")} --query SchemaVersion`).toBe("2");
    expect(await aws`schemas describe-schema ${schema} --query Type`).toBe("OpenApi3");
    expect(await aws`schemas list-schemas ${registry} --query Schemas[].SchemaName`).toEqual(["Order"]);
    expect(await aws`schemas list-schema-versions ${schema} --query SchemaVersions[].SchemaVersion`).toEqual([
      "2",
      "1",
    ]);
    expect(await aws`schemas search-schemas ${registry} --keywords order --query Schemas[].SchemaName`).toEqual([
      "Order",
    ]);
    const exported = ["--type", "JSONSchemaDraft4", "--query", "SchemaVersion"];
    expect(await aws`schemas export-schema ${schema} ${exported}`).toBe("2");
    await aws`schemas delete-schema-version ${schema} --schema-version 1`;
    await aws`schemas delete-schema ${schema}`;
    await expect(aws`schemas describe-schema ${schema}`).rejects.toThrow("NotFoundException");
  });

  test("for discoverers", async () => {
    const { account, region } = cli.account;
    const source = ["--source-arn", `arn:aws:events:${region}:${account}:event-bus/default`];
    const id = await aws<string>`schemas create-discoverer ${source} --query DiscovererId`;
    const discoverer = ["--discoverer-id", id];
    await aws`schemas update-discoverer ${discoverer} --description all`;
    expect(await aws`schemas stop-discoverer ${discoverer} --query State`).toBe("STOPPED");
    expect(await aws`schemas start-discoverer ${discoverer} --query State`).toBe("STARTED");
    expect(await aws`schemas describe-discoverer ${discoverer} --query Description`).toBe("all");
    expect(await aws`schemas list-discoverers --query Discoverers[].DiscovererId`).toEqual([id]);
    await aws`schemas delete-discoverer ${discoverer}`;
    const events = ["--type", "JSONSchemaDraft4", "--events", JSON.stringify({ id: 1 })];
    expect(await aws`schemas get-discovered-schema ${events} --query Content`).toEqual(expect.anything());
  });

  test("for the end of it all", async () => {
    await aws`schemas delete-registry ${registry}`;
    await expect(aws`schemas delete-registry ${registry}`).rejects.toThrow("NotFoundException");
  });

  test("with every operation that is served", () => {
    expect(cli.uncalled("schemas")).toEqual([]);
  });
});
