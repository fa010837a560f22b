import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

/** `npm run icons`: draws the two icons of the app package from `icons/*.svg`, at the sizes that Teams asks for. */
const folder = import.meta.dirname;
const sizes = { color: 192, outline: 32 } as const;

for (const [name, size] of Object.entries(sizes)) {
  const svg = await readFile(join(folder, 'icons', `${name}.svg`));
  const image = sharp(svg).resize(size, size);
  // The outline has white strokes on nothing; strokes blended with nothing must stay white where they are thin.
  const drawn = name === 'outline' ? whiten(await image.ensureAlpha().raw().toBuffer(), size) : image;
  await drawn.png({ compressionLevel: 9 }).toFile(join(folder, `${name}.png`));
}

function whiten(pixels: Buffer, size: number) {
  const white = Buffer.from(pixels.map((value, index) => (index % 4 === 3 ? value : 255)));
  return sharp(white, { raw: { width: size, height: size, channels: 4 } });
}
