/** The definitions inside the spark-connect jar of the stack, compiled: what our own are compared with. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import type { FileRegistry } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { cacheFolder } from '../../lakehouse/src/stack';

/** The jar that the stack's artefacts hold. Throws when the stack was not prepared. */
export function sparkConnectJar(): string {
  for (const folder of readdirSync(cacheFolder()).filter((name) => name.startsWith('spark-'))) {
    const jar = readdirSync(join(cacheFolder(), folder)).find((name) =>
      /^spark-connect_2\.13-4\.0\..*\.jar$/.test(name),
    );
    if (jar !== undefined) return join(cacheFolder(), folder, jar);
  }
  throw new Error('no spark-connect jar in the cache: the stack is not prepared');
}

/** Compiles the `.proto` files of the jar that `wanted` matches, with buf. */
export function compileProtos(jar: string, wanted: RegExp): FileRegistry {
  const folder = mkdtempSync(join(tmpdir(), 'lakehouse-proto-'));
  try {
    for (const [path, text] of zipEntries(readFileSync(jar), wanted)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const buf = join(__dirname, '../../node_modules/@bufbuild/buf/bin/buf');
    const { stdout, stderr, status } = spawnSync(process.execPath, [buf, 'build', folder, '-o', '-'], {
      maxBuffer: 64 * 1024 * 1024,
    });
    if (status !== 0) throw new Error(`buf build: ${stderr.toString()}`);
    return createFileRegistry(fromBinary(FileDescriptorSetSchema, stdout));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Reads a zip's central directory (APPNOTE 4.3.12) and the entries that match. */
function* zipEntries(zip: Buffer, wanted: RegExp): Generator<[string, Buffer]> {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = zip.readUInt32LE(end + 16);
  for (let count = zip.readUInt16LE(end + 10); count > 0; count--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const path = zip.toString('utf8', at + 46, at + 46 + nameLength);
    if (wanted.test(path)) {
      const local = zip.readUInt32LE(at + 42);
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const bytes = zip.subarray(start, start + zip.readUInt32LE(at + 20));
      yield [path, zip.readUInt16LE(at + 10) === 0 ? bytes : inflateRawSync(bytes)];
    }
    at += 46 + nameLength + extraLength + commentLength;
  }
}
