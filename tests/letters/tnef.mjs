// What Outlook sends as winmail.dat, as small as it can be: a signature, and for each file its title and its bytes.
export function tnef(files) {
  const attribute = (level, id, data) => {
    const head = Buffer.alloc(9)
    head.writeUInt8(level, 0)
    head.writeUInt32LE(id, 1)
    head.writeUInt32LE(data.length, 5)
    const sum = Buffer.alloc(2)
    sum.writeUInt16LE(data.reduce((all, byte) => all + byte & 0xffff, 0))
    return Buffer.concat([head, data, sum])
  }
  const start = Buffer.alloc(6)
  start.writeUInt32LE(0x223e9f78, 0)
  start.writeUInt16LE(1, 4)
  return Buffer.concat([
    start, attribute(1, 0x00089006, Buffer.from([0, 0, 1, 0])),
    ...files.flatMap(([name, content]) => [attribute(2, 0x00069002, Buffer.alloc(14)), attribute(2, 0x00018010, Buffer.from(`${name}\0`)), attribute(2, 0x0006800f, Buffer.from(content))]),
  ])
}
