// CreateFunctionUrlConfig: gives a function, or an alias of it, an address of its own.

import type { CreateFunctionUrlConfigCommandInput, CreateFunctionUrlConfigCommandOutput } from "@aws-sdk/client-lambda";
import { ALPHABET } from "../../../kernel/ids.ts";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { urlExists } from "../errors.ts";
import { requireTarget } from "../functions.ts";
import { referenceArn } from "../names.ts";
import { loadUrl, saveUrl } from "../urls/repo.ts";
import type { UrlRecord } from "../urls/repo.ts";
import { describeUrl, parseUrlTarget, readUrl } from "../urls/urls.ts";

const ID_CHARACTERS = 32;

export const createFunctionUrlConfig = defineOperation<
  Input<CreateFunctionUrlConfigCommandInput>,
  CreateFunctionUrlConfigCommandOutput
>("CreateFunctionUrlConfig", (input, context) => {
  const reference = parseUrlTarget(input, context);
  const { scope, name, urlQualifier: qualifier } = reference;
  const { cors, ...given } = readUrl(input);
  const nowMs = context.clock.nowMs();
  const record: UrlRecord = {
    v: 1,
    urlId: context.random.text(ID_CHARACTERS, ALPHABET.lowerAlphanumeric),
    qualifier,
    authType: "AWS_IAM",
    invokeMode: "BUFFERED",
    ...given,
    ...(cors === undefined ? {} : { cors }),
    createdAtMs: nowMs,
    modifiedAtMs: nowMs,
  };
  context.store.write((tx) => {
    requireTarget(tx, reference);
    if (loadUrl(tx, scope, name, qualifier) !== undefined) throw urlExists(referenceArn(reference));
    saveUrl(tx, scope, name, record);
  });
  return describeUrl(context, scope, name, record);
});
