// PutParameter: makes a parameter, or gives it a new version.

import type { PutParameterCommandInput, PutParameterCommandOutput } from "@aws-sdk/client-ssm";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { notImplemented, parameterAlreadyExists, typeMismatch, validation } from "../errors.ts";
import { requireName } from "../name.ts";
import { chooseTier, requireValue } from "../parameter.ts";
import type { ParameterRecord } from "../records.ts";
import { addVersion, loadParameter } from "../repo.ts";
import { parseTags } from "../tags.ts";

export const putParameter = defineOperation<Input<PutParameterCommandInput>, PutParameterCommandOutput>(
  "PutParameter",
  (input, context) => {
    const name = input.Name.trim();
    const { Value: value, Type: type, Overwrite: mayOverwrite = false, Tags } = input;
    // A SecureString that is not encrypted would be a lie.
    if (type === "SecureString") throw notImplemented('A parameter of the type "SecureString", which needs KMS,');
    if (input.Policies !== undefined) throw notImplemented("A parameter policy");
    if (input.DataType !== undefined && input.DataType !== "text")
      throw notImplemented(`The data type "${input.DataType}"`);
    requireName(name, context);
    if (mayOverwrite && Tags !== undefined)
      throw validation(
        "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
      );
    const tags = parseTags(Tags ?? []);
    return context.store.write((tx) => {
      const current = loadParameter(tx, context, name);
      if (current !== undefined && !mayOverwrite) throw parameterAlreadyExists();
      const newType = type ?? current?.type;
      if (newType === undefined) throw validation("A parameter type is required when you create a parameter.");
      if (current !== undefined && newType !== current.type) throw typeMismatch();
      // AWS: what an update does not give stays as it is.
      const allowedPattern = input.AllowedPattern ?? current?.allowedPattern;
      const description = input.Description ?? current?.description;
      requireValue(value, allowedPattern);
      const parameter: ParameterRecord = {
        v: 1,
        name,
        version: (current?.version ?? 0) + 1,
        type: newType,
        value,
        tier: chooseTier(value, input.Tier, current?.tier),
        dataType: "text",
        ...(description === undefined ? {} : { description }),
        ...(allowedPattern === undefined ? {} : { allowedPattern }),
        modifiedAtMs: context.clock.nowMs(),
        modifiedBy: "arn" in context.principal ? context.principal.arn : "",
        tags: current?.tags ?? tags,
      };
      addVersion(tx, context, parameter);
      return { Version: parameter.version, Tier: parameter.tier };
    });
  },
);
