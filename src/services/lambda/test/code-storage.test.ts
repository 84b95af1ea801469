// The limit of an account's code, through the real SDK. Nobody uploads 75 GB to a test: a version's record says that it has them.

import {
  DeleteFunctionCommand,
  DeleteLayerVersionCommand,
  GetAccountSettingsCommand,
  PublishLayerVersionCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
} from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { zipOf } from "../../../sandbox/testing/functions.ts";
import { MOST_CODE_BYTES } from "../code-storage.ts";
import { loadVersion, saveVersion } from "../repo.ts";
import { lambdaBench } from "./bench.ts";

const EXCEEDED = {
  name: "CodeStorageExceededException",
  message: "Code storage limit exceeded.",
  $metadata: { httpStatusCode: 400 },
};

test("an account has 75 GB of code in functions and layers, and what is deleted is free again", async () => {
  const { create, lambda, account, yard } = await lambdaBench();
  const used = async (): Promise<number> =>
    (await lambda.send(new GetAccountSettingsCommand({}))).AccountUsage?.TotalCodeSize ?? -1;
  const code = { ZipFile: zipOf({ "index.mjs": "export const handler = async () => 1" }) };
  const layer = { LayerName: "words", Content: { ZipFile: zipOf({ "words.txt": "words" }) } };

  expect(await used()).toBe(0);
  await create("small", "export const handler = async () => 2");
  const small = await used();
  expect(small).toBeGreaterThan(100);
  await lambda.send(new PublishLayerVersionCommand(layer));
  const both = await used();
  expect(both).toBeGreaterThan(small);

  await create("large", "export const handler = async () => 3");
  const { store } = yard.yard.context;
  store.write((tx) => {
    const version = loadVersion(tx, account, "large", "$LATEST");
    const bytes = MOST_CODE_BYTES - both;
    if (version !== undefined) saveVersion(tx, account, "large", { ...version, code: { ...version.code, bytes } });
  });
  expect(await used()).toBe(MOST_CODE_BYTES);
  await expect(create("other", "export const handler = async () => 4")).rejects.toMatchObject(EXCEEDED);
  await expect(lambda.send(new PublishVersionCommand({ FunctionName: "small" }))).rejects.toMatchObject(EXCEEDED);
  await expect(lambda.send(new PublishLayerVersionCommand(layer))).rejects.toMatchObject(EXCEEDED);
  expect(await used()).toBe(MOST_CODE_BYTES);
  // Less takes the place of more.
  await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: "large", ...code }));
  await lambda.send(new PublishVersionCommand({ FunctionName: "small" }));
  await lambda.send(new DeleteFunctionCommand({ FunctionName: "large" }));
  expect(await used()).toBe(both + small);
  await lambda.send(new DeleteFunctionCommand({ FunctionName: "small" }));
  await lambda.send(new DeleteLayerVersionCommand({ LayerName: "words", VersionNumber: 1 }));
  expect(await used()).toBe(0);
});
