// DeregisterType.

import type { DeregisterTypeCommandInput, DeregisterTypeCommandOutput } from "@aws-sdk/client-cloudformation";
import type { Input } from "../../../../service/apis.ts";
import { defineOperation } from "../../../../service/service.ts";
import { privateTypeArn } from "../arns.ts";
import { registryError, typeNotFound } from "../errors.ts";
import { liveVersions, requireRegistered } from "../find.ts";
import type { ListTypes } from "../find.ts";
import { retireHandlers } from "../handlers/invoke.ts";
import { saveVersion } from "../repo.ts";

/** Takes a version out of use, or a type with its only one. */
export const deregisterType = (list: ListTypes) =>
  defineOperation<Input<DeregisterTypeCommandInput>, DeregisterTypeCommandOutput>(
    "DeregisterType",
    (input, context) => {
      const { typeName, versionId } = context.store.write((tx) => {
        const { type, version, hasVersion } = requireRegistered(tx, context, list, input);
        const live = liveVersions(tx, context, version.typeName);
        if (version.isDeprecated) throw typeNotFound(`${version.typeName}/${version.versionId}`);
        if (live.length > 1 && !hasVersion)
          // AWS: the error as documented, the sentence inferred.
          throw registryError(
            "This type has more than one active version. Please deregister non-default active versions before attempting to deregister the type.",
          );
        // AWS: "You can't deregister the default version of an extension if there are other active version of that extension"; the wording is inferred.
        if (live.length > 1 && version.versionId === type.defaultVersionId)
          throw registryError(
            `Version '${version.versionId}' is the default version. Please set another version as the default before attempting to deregister it.`,
          );
        saveVersion(tx, context, { ...version, isDeprecated: true });
        return version;
      });
      retireHandlers(context, privateTypeArn(context, typeName, versionId));
      return {};
    },
  );
