// SAM's policy templates for machine learning. AWS: "AWS SAM policy template list".

import { allow, policy } from "./notation.ts";
import type { PolicyTemplate } from "./notation.ts";

/** The templates by their names. */
export const MACHINE_LEARNING_TEMPLATES: Readonly<Record<string, PolicyTemplate>> = {
  ComprehendBasicAccessPolicy: policy(
    "",
    allow(
      "comprehend: BatchDetectKeyPhrases DetectDominantLanguage DetectEntities BatchDetectEntities DetectKeyPhrases DetectSentiment BatchDetectDominantLanguage BatchDetectSentiment",
      "*",
    ),
  ),
  PollyFullAccessPolicy: policy(
    "LexiconName",
    allow("polly: GetLexicon DeleteLexicon", ["polly lexicon/${lexiconName}"]),
    allow("polly: DescribeVoices ListLexicons PutLexicon SynthesizeSpeech", ["polly lexicon/*"]),
  ),
  RekognitionDetectOnlyPolicy: policy(
    "",
    allow("rekognition: DetectFaces DetectLabels DetectModerationLabels DetectText", "*"),
  ),
  RekognitionFacesManagementPolicy: policy(
    "CollectionId",
    allow(
      "rekognition: IndexFaces DeleteFaces SearchFaces SearchFacesByImage ListFaces",
      "rekognition collection/${collectionId}",
    ),
  ),
  RekognitionFacesPolicy: policy("", allow("rekognition: CompareFaces DetectFaces", "*")),
  RekognitionLabelsPolicy: policy("", allow("rekognition: DetectLabels DetectModerationLabels", "*")),
  RekognitionNoDataAccessPolicy: policy(
    "CollectionId",
    allow(
      "rekognition: CompareFaces DetectFaces DetectLabels DetectModerationLabels",
      "rekognition collection/${collectionId}",
    ),
  ),
  RekognitionReadPolicy: policy(
    "CollectionId",
    allow(
      "rekognition: ListCollections ListFaces SearchFaces SearchFacesByImage",
      "rekognition collection/${collectionId}",
    ),
  ),
  RekognitionWriteOnlyAccessPolicy: policy(
    "CollectionId",
    allow("rekognition: CreateCollection IndexFaces", "rekognition collection/${collectionId}"),
  ),
  SageMakerCreateEndpointConfigPolicy: policy(
    "EndpointConfigName",
    allow("sagemaker: CreateEndpointConfig", "sagemaker endpoint-config/${endpointConfigName}"),
  ),
  SageMakerCreateEndpointPolicy: policy(
    "EndpointName",
    allow("sagemaker: CreateEndpoint", "sagemaker endpoint/${endpointName}"),
  ),
  TextractDetectAnalyzePolicy: policy(
    "",
    allow("textract: DetectDocumentText StartDocumentTextDetection StartDocumentAnalysis AnalyzeDocument", "*"),
  ),
  TextractGetResultPolicy: policy("", allow("textract: GetDocumentTextDetection GetDocumentAnalysis", "*")),
  TextractPolicy: policy("", allow("textract: *", "*")),
};
