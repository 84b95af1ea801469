// Parameters through the SDK over HTTP, with each error that AWS documents for what is there.

import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  DeleteParametersCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  RemoveTagsFromResourceCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { expect, test } from "vitest";
import { sharedYard } from "../../../testing/harness.ts";

async function setUp() {
  const yard = await sharedYard();
  const account = yard.account();
  const ssm = account.client(SSMClient);
  const put = (Name: string, Value: string, more: Partial<PutParameterCommandInput> = {}) =>
    ssm.send(new PutParameterCommand({ Name, Value, Type: "String", ...more }));
  const get = async (Name: string) => (await ssm.send(new GetParameterCommand({ Name }))).Parameter;
  return { account, ssm, put, get };
}

// Goal: versions rise, and each can be selected. AWS: PutParameter, GetParameter, "Working with parameter versions".
test("keeps versions", async () => {
  const { account, ssm, put, get } = await setUp();
  expect(await put("/app/url", "one")).toMatchObject({ Version: 1, Tier: "Standard" });
  await expect(put("/app/url", "two")).rejects.toMatchObject({
    name: "ParameterAlreadyExists",
    message: "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
  });
  expect(await put("/app/url", "two", { Overwrite: true, Type: undefined })).toMatchObject({ Version: 2 });
  const ARN = `arn:aws:ssm:${account.region}:${account.account}:parameter/app/url`;
  expect(await get("/app/url")).toMatchObject({
    Name: "/app/url",
    Value: "two",
    Version: 2,
    Type: "String",
    DataType: "text",
    ARN,
  });
  expect(await get("/app/url:1")).toMatchObject({ Name: "/app/url", Value: "one", Version: 1, Selector: ":1" });
  expect(await get(ARN)).toMatchObject({ Value: "two" });
  await expect(get("/app/url:3")).rejects.toMatchObject({
    name: "ParameterVersionNotFound",
    message: "Systems Manager could not find version 3 of /app/url. Verify the version and try again.",
  });
  const { Parameters } = await ssm.send(new GetParameterHistoryCommand({ Name: "/app/url" }));
  expect(Parameters?.map(({ Version, Value }) => [Version, Value])).toEqual([
    [1, "one"],
    [2, "two"],
  ]);
});

// Goal: names outside AWS's rules. AWS: "Requirements and constraints for parameter names".
test.each([
  ["no/slash", "ValidationException", "Parameter name must be a fully qualified name."],
  ["/aws/reserved", "AccessDeniedException", "No access to reserved parameter name: /aws/reserved."],
  ["awsome", "ValidationException", 'can\'t be prefixed with "aws" or "ssm"'],
  ["/ssm/x", "ValidationException", 'can\'t be prefixed with "ssm"'],
  ["/a b", "ValidationException", "each sub-path can be formed as a mix of letters, numbers"],
  [`/${Array.from({ length: 16 }, () => "a").join("/")}`, "HierarchyLevelLimitExceededException", "15 levels"],
])("refuses the name %s", async (name, code, wording) => {
  const { put } = await setUp();
  await expect(put(name, "x")).rejects.toMatchObject({ name: code, message: expect.stringContaining(wording) });
});

// Goal: values outside AWS's rules. AWS: PutParameter.
test.each<[Partial<PutParameterCommandInput>, string, string]>([
  [
    { Value: "x".repeat(4_097) },
    "ValidationException",
    "Standard tier parameters support a maximum parameter value of 4096 characters.",
  ],
  [
    { Value: "x".repeat(8_193), Tier: "Advanced" },
    "ValidationException",
    "Advanced tier parameters support a maximum parameter value of 8192 characters.",
  ],
  [
    { Value: "abc", AllowedPattern: "^\\d+$" },
    "ParameterPatternMismatchException",
    "Parameter value, cannot be validated against allowedPattern: ^\\d+$",
  ],
  [
    { Value: `${"a".repeat(4_000)}b`, AllowedPattern: "(a+)+$" },
    "ParameterPatternMismatchException",
    "cannot be validated against allowedPattern: (a+)+$. The regular expression takes too long.",
  ],
  [{ Value: "{{other}}" }, "ValidationException", "can't nest another parameter"],
  [
    { Value: "" },
    "ValidationException",
    "Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1",
  ],
  [{ Type: undefined }, "ValidationException", "A parameter type is required when you create a parameter."],
  [
    { Overwrite: true, Tags: [{ Key: "a", Value: "b" }] },
    "ValidationException",
    "tags and overwrite can't be used together",
  ],
  [{ Type: "Secure" as "String" }, "ValidationException", "failed to satisfy constraint"],
])("refuses %j", async (more, code, wording) => {
  const { put } = await setUp();
  await expect(put("p", "x", more)).rejects.toMatchObject({ name: code, message: expect.stringContaining(wording) });
});

// Goal: what is not there. AWS: GetParameter, GetParameters, DeleteParameter, DeleteParameters.
test("parameters that do not exist", async () => {
  const { ssm, put, get } = await setUp();
  await expect(get("gone")).rejects.toMatchObject({ name: "ParameterNotFound", $metadata: { httpStatusCode: 400 } });
  await put("here", "x");
  expect(await ssm.send(new GetParametersCommand({ Names: ["here", "gone", "here:9"] }))).toMatchObject({
    Parameters: [{ Name: "here" }],
    InvalidParameters: ["gone", "here:9"],
  });
  expect(await ssm.send(new DeleteParametersCommand({ Names: ["here", "gone"] }))).toMatchObject({
    DeletedParameters: ["here"],
    InvalidParameters: ["gone"],
  });
  await expect(ssm.send(new DeleteParameterCommand({ Name: "here" }))).rejects.toMatchObject({
    name: "ParameterNotFound",
  });
});

// Goal: hierarchies by level, and in pages of up to ten. AWS: GetParametersByPath.
test("lists a hierarchy", async () => {
  const { ssm, put } = await setUp();
  for (const name of ["/app/a", "/app/b", "/app/db/url", "/application/x", "plain"]) await put(name, "x");
  const list = async (Path: string, Recursive: boolean, more: { MaxResults?: number; NextToken?: string } = {}) => {
    const answer = await ssm.send(new GetParametersByPathCommand({ Path, Recursive, ...more }));
    return { names: answer.Parameters?.map(({ Name }) => Name), next: answer.NextToken };
  };
  expect((await list("/app", false)).names).toEqual(["/app/a", "/app/b"]);
  expect((await list("/app/", true)).names).toEqual(["/app/a", "/app/b", "/app/db/url"]);
  expect((await list("/", false)).names).toEqual(["plain"]);
  const first = await list("/app", true, { MaxResults: 2 });
  expect(first.names).toEqual(["/app/a", "/app/b"]);
  const second = await list("/app", true, { MaxResults: 2, NextToken: first.next ?? "" });
  expect(second).toEqual({ names: ["/app/db/url"], next: undefined });
  await expect(list("app", true)).rejects.toMatchObject({
    name: "ValidationException",
    message: expect.stringContaining('must begin with a forward slash "/"'),
  });
});

// Goal: descriptions without values, filtered. AWS: DescribeParameters, ParameterStringFilter.
test("describes parameters", async () => {
  const { ssm, put } = await setUp();
  await put("/a/one", "1", { Description: "first", Tags: [{ Key: "team", Value: "red" }] });
  await put("/a/two", "1,2", { Type: "StringList" });
  await put("other", "1");
  const names = async (Key: string, Values: string[], Option?: string) => {
    const ParameterFilters = [{ Key, Values, ...(Option === undefined ? {} : { Option }) }];
    const { Parameters } = await ssm.send(new DescribeParametersCommand({ ParameterFilters }));
    return Parameters?.map(({ Name }) => Name);
  };
  expect(await names("Name", ["/a/one"])).toEqual(["/a/one"]);
  expect(await names("Name", ["t"], "Contains")).toEqual(["/a/two", "other"]);
  expect(await names("Name", ["/a"], "BeginsWith")).toEqual(["/a/one", "/a/two"]);
  expect(await names("Type", ["StringList"])).toEqual(["/a/two"]);
  expect(await names("tag:team", ["red"])).toEqual(["/a/one"]);
  expect(await names("Path", ["/a"])).toEqual(["/a/one", "/a/two"]);
  const { Parameters: [one] = [] } = await ssm.send(new DescribeParametersCommand({ MaxResults: 1 }));
  expect(one).toMatchObject({ Name: "/a/one", Description: "first", Tier: "Standard", Version: 1 });
  expect(one).not.toHaveProperty("Value");
});

// Goal: tags. AWS: AddTagsToResource, RemoveTagsFromResource, ListTagsForResource.
test("tags a parameter", async () => {
  const { ssm, put } = await setUp();
  await put("p", "x", { Tags: [{ Key: "a", Value: "1" }] });
  const resource = { ResourceType: "Parameter", ResourceId: "p" } as const;
  await ssm.send(new AddTagsToResourceCommand({ ...resource, Tags: [{ Key: "b", Value: "2" }] }));
  await ssm.send(new RemoveTagsFromResourceCommand({ ...resource, TagKeys: ["a"] }));
  const { TagList } = await ssm.send(new ListTagsForResourceCommand(resource));
  expect(TagList).toEqual([{ Key: "b", Value: "2" }]);
  await expect(ssm.send(new ListTagsForResourceCommand({ ...resource, ResourceId: "gone" }))).rejects.toMatchObject({
    name: "InvalidResourceId",
  });
});
