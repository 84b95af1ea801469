// What the store keeps of repositories. There are no images: nothing here can push one.

/** As the API names it. */
export type TagMutability = "MUTABLE" | "IMMUTABLE" | "IMMUTABLE_WITH_EXCLUSION" | "MUTABLE_WITH_EXCLUSION";

/** Tags of images for which the opposite of the repository's mutability holds. */
export interface ExclusionFilter {
  readonly filterType: "WILDCARD";
  readonly filter: string;
}

export interface RepositoryRecord {
  readonly v: 1;
  readonly name: string;
  readonly createdAtMs: number;
  readonly tagMutability: TagMutability;
  readonly exclusionFilters?: readonly ExclusionFilter[];
  readonly scanOnPush: boolean;
  readonly encryption: {
    readonly encryptionType: "AES256" | "KMS" | "KMS_DSSE";
    /** The key's ARN; with KMS only. */
    readonly kmsKey?: string;
  };
  /** Who besides the account may use it: a policy as it was given. */
  readonly policy?: string;
  readonly lifecyclePolicy?: string;
  readonly tags: Readonly<Record<string, string>>;
}
