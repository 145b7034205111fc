/** Reading ExecutePlan's answers: the one place where the bytes of a result pass through. */
import { fromBinary } from '@bufbuild/protobuf';
import { ExecutePlanResponseSchema } from '../../generated/spark/connect/base_pb';
import type { ExecutePlanResponse } from '../../generated/spark/connect/base_pb';

/** What typed arrays over 64-bit values need. */
const ALIGNMENT = 8;

/**
 * Decodes a response in place: Arrow data stays in the memory it arrived in, moved forward by less than eight bytes, over
 * fields that are read by then. So it is aligned, and nobody later has to copy a whole batch to make it so.
 */
export function readResponse(message: Uint8Array): ExecutePlanResponse {
  const response = fromBinary(ExecutePlanResponseSchema, message);
  if (response.responseType.case !== 'arrowBatch') return response;
  const batch = response.responseType.value;
  const { data } = batch;
  const shift = data.byteOffset % ALIGNMENT;
  // Data before everything else would be an odd message, but must not be moved over somebody else's memory.
  if (shift === 0 || data.buffer !== message.buffer || data.byteOffset - message.byteOffset < shift) return response;
  batch.data = new Uint8Array(data.buffer, data.byteOffset - shift, data.length);
  batch.data.set(data);
  return response;
}
