// SetTypeDefaultVersion.

import type {
  SetTypeDefaultVersionCommandInput,
  SetTypeDefaultVersionCommandOutput,
} from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { validationError } from "../../errors.ts";
import { typeNotFound } from "../errors.ts";
import { requireRegistered } from "../find.ts";
import type { ListTypes } from "../find.ts";
import { saveType } from "../repo.ts";

/** Chooses the version of a type that stacks use. */
export const setTypeDefaultVersion = (list: ListTypes) =>
  defineOperation<Input<SetTypeDefaultVersionCommandInput>, SetTypeDefaultVersionCommandOutput>(
    "SetTypeDefaultVersion",
    (input, context) =>
      context.store.write((tx) => {
        const { type, version, hasVersion } = requireRegistered(tx, context, list, input);
        if (!hasVersion) throw validationError("You must specify the version, in Arn or as VersionId.");
        if (version.isDeprecated) throw typeNotFound(`${version.typeName}/${version.versionId}`);
        saveType(tx, context, { ...type, defaultVersionId: version.versionId });
        return {};
      }),
  );
