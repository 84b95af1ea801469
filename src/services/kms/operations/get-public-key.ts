// GetPublicKey: the public half of a pair, in DER.

import type { GetPublicKeyCommandInput, GetPublicKeyCommandOutput } from "@aws-sdk/client-kms";
import type { Input } from "../../../service/apis.ts";
import { defineOperation } from "../../../service/service.ts";
import { publicKeyDer } from "../crypto/key-pairs.ts";
import { unsupported } from "../errors.ts";
import { requireGrantTokens } from "../grants.ts";
import { requireKey } from "../keys.ts";
import { currentMaterial } from "../materials.ts";
import { isAsymmetric } from "../specs.ts";
import { keyMetadata } from "../views.ts";

export const getPublicKey = defineOperation<Input<GetPublicKeyCommandInput>, GetPublicKeyCommandOutput>(
  "GetPublicKey",
  ({ KeyId, GrantTokens }, context) => {
    requireGrantTokens(context, GrantTokens);
    const key = requireKey(context, KeyId, "GetPublicKey");
    if (!isAsymmetric(key.record)) throw unsupported(`${key.arn} is not an asymmetric key.`);
    const { secret } = currentMaterial(context, key);
    const shown = context.store.read((tx) => keyMetadata(tx, key));
    return {
      KeyId: key.arn,
      PublicKey: publicKeyDer(secret),
      KeySpec: shown.KeySpec,
      CustomerMasterKeySpec: shown.CustomerMasterKeySpec,
      KeyUsage: shown.KeyUsage,
      ...(shown.EncryptionAlgorithms === undefined ? {} : { EncryptionAlgorithms: shown.EncryptionAlgorithms }),
      ...(shown.SigningAlgorithms === undefined ? {} : { SigningAlgorithms: shown.SigningAlgorithms }),
      ...(shown.KeyAgreementAlgorithms === undefined ? {} : { KeyAgreementAlgorithms: shown.KeyAgreementAlgorithms }),
    };
  },
);
