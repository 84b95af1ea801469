// Images, of which there are none: there is no container engine that could build or run one, and no registry to push it to.

import type { ImageFailure } from "@aws-sdk/client-ecr";
import type { Output } from "../../service/apis.ts";

/** How requests name an image. */
export interface ImageId {
  readonly imageDigest?: string;
  readonly imageTag?: string;
}

/** Why an image cannot be read or deleted. The reasons' words are AWS's, as observed. */
export function imageFailure(imageId: ImageId): Output<ImageFailure> {
  const { imageDigest, imageTag } = imageId;
  if (imageDigest === undefined && imageTag === undefined)
    return {
      imageId,
      failureCode: "MissingDigestAndTag",
      failureReason: "Invalid request parameters: both tag and digest cannot be null",
    };
  if (imageDigest !== undefined && !/^[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+$/.test(imageDigest))
    return {
      imageId,
      failureCode: "InvalidImageDigest",
      failureReason:
        "Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'",
    };
  return { imageId, failureCode: "ImageNotFound", failureReason: "Requested image not found" };
}
