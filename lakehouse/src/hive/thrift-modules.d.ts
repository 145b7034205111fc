// The parts of the `thrift` package used here, by their own paths: its index also loads servers, WebSockets and XHR.
declare module 'thrift/lib/nodejs/lib/thrift/binary_protocol.js' {
  export interface ThriftTransport {
    write(bytes: Uint8Array): void;
    flush(): void;
    setCurrSeqId(seqId: number): void;
    read(length: number): Buffer;
    readByte(): number;
    readI16(): number;
    readI32(): number;
    readDouble(): number;
    readString(length: number): string;
  }
  export default class TBinaryProtocol {
    constructor(transport: ThriftTransport, strictRead?: boolean, strictWrite?: boolean);
    writeMessageBegin(name: string, type: number, seqId: number): void;
    writeMessageEnd(): void;
    writeStructBegin(name: string): void;
    writeStructEnd(): void;
    writeFieldBegin(name: string, type: number, id: number): void;
    writeFieldEnd(): void;
    writeFieldStop(): void;
    writeMapBegin(keyType: number, valueType: number, size: number): void;
    writeMapEnd(): void;
    writeListBegin(elementType: number, size: number): void;
    writeListEnd(): void;
    writeSetBegin(elementType: number, size: number): void;
    writeSetEnd(): void;
    writeBool(value: boolean): void;
    writeByte(value: number): void;
    writeI16(value: number): void;
    writeI32(value: number): void;
    writeDouble(value: number): void;
    writeString(value: string): void;
    readMessageBegin(): { fname: string; mtype: number; rseqid: number };
    readFieldBegin(): { ftype: number; fid: number };
    readMapBegin(): { ktype: number; vtype: number; size: number };
    readListBegin(): { etype: number; size: number };
    readSetBegin(): { etype: number; size: number };
    readBool(): boolean;
    readByte(): number;
    readI16(): number;
    readI32(): number;
    readDouble(): number;
    readString(): string;
    skip(type: number): void;
  }
}

declare module 'thrift/lib/nodejs/lib/thrift/thrift.js' {
  const Thrift: {
    readonly Type: {
      readonly STOP: number;
      readonly BOOL: number;
      readonly BYTE: number;
      readonly DOUBLE: number;
      readonly I16: number;
      readonly I32: number;
      readonly I64: number;
      readonly STRING: number;
      readonly STRUCT: number;
      readonly MAP: number;
      readonly SET: number;
      readonly LIST: number;
    };
    readonly MessageType: { readonly CALL: number; readonly REPLY: number; readonly EXCEPTION: number };
    readonly TApplicationExceptionType: { readonly UNKNOWN_METHOD: number };
  };
  export default Thrift;
}
