// UpdateFunctionUrlConfig: changes who may use an address, and how it answers.

import type { UpdateFunctionUrlConfigCommandInput, UpdateFunctionUrlConfigCommandOutput } from "@aws-sdk/client-lambda";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { saveUrl } from "../urls/repo.ts";
import type { UrlRecord } from "../urls/repo.ts";
import { describeUrl, parseUrlTarget, readUrl, requireUrl } from "../urls/urls.ts";

export const updateFunctionUrlConfig = defineOperation<
  Input<UpdateFunctionUrlConfigCommandInput>,
  UpdateFunctionUrlConfigCommandOutput
>("UpdateFunctionUrlConfig", (input, context) => {
  const reference = parseUrlTarget(input, context);
  const { scope, name } = reference;
  const changes = readUrl(input);
  const record = context.store.write((tx) => {
    const { cors: present, ...before } = requireUrl(tx, reference);
    const { cors = present, ...given } = changes;
    const keepsCors = cors !== undefined && !("cors" in changes && changes.cors === undefined);
    const next: UrlRecord = {
      ...before,
      ...given,
      ...(keepsCors ? { cors } : {}),
      modifiedAtMs: context.clock.nowMs(),
    };
    saveUrl(tx, scope, name, next);
    return next;
  });
  return describeUrl(context, scope, name, record);
});
