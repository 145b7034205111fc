import { create, toBinary } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { ExecutePlanResponseSchema } from '../../../lakehouse/generated/spark/connect/base_pb';
import { readResponse } from '../../../lakehouse/src/spark/response';

const data = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);

function message(sessionId: string): Uint8Array {
  return toBinary(
    ExecutePlanResponseSchema,
    create(ExecutePlanResponseSchema, {
      sessionId,
      responseId: 'response',
      responseType: { case: 'arrowBatch', value: { rowCount: 3n, data } },
    }),
  );
}

/** The message at `offset` in memory whose every other byte is 0xee. */
function within(bytes: Uint8Array, offset: number): { memory: Uint8Array; message: Uint8Array } {
  const memory = new Uint8Array(bytes.length + 64).fill(0xee);
  memory.set(bytes, offset);
  return { memory, message: memory.subarray(offset, offset + bytes.length) };
}

describe('a response with Arrow data', () => {
  it('has it whole and aligned in the memory it came in, wherever that is', () => {
    for (let offset = 0; offset < 16; offset++) {
      const { memory, message: bytes } = within(message('6a9c1b84-0a3f-4f37-9a3c-0123456789ab'), offset);
      const response = readResponse(bytes);
      if (response.responseType.case !== 'arrowBatch') throw new Error('no batch');
      const batch = response.responseType.value;
      expect(batch.data.byteOffset % 8).toBe(0);
      expect(batch.data.buffer).toBe(memory.buffer);
      expect(batch.data).toEqual(data);
      expect([response.sessionId, response.responseId]).toEqual(['6a9c1b84-0a3f-4f37-9a3c-0123456789ab', 'response']);
      expect(
        [...memory.subarray(0, offset), ...memory.subarray(offset + bytes.length)].every((byte) => byte === 0xee),
      ).toBe(true);
    }
  });

  it('never reaches out of its message to align it', () => {
    for (let offset = 0; offset < 8; offset++) {
      const { memory, message: bytes } = within(message(''), offset);
      const response = readResponse(bytes);
      if (response.responseType.case !== 'arrowBatch') throw new Error('no batch');
      expect(response.responseType.value.data).toEqual(data);
      expect(memory.subarray(0, offset).every((byte) => byte === 0xee)).toBe(true);
    }
  });
});
