/** Column widths in pixels from the texts a column shows, so that columns never jump while scrolling. */
import { oneLine } from './text';

export const minWidth = 56;
export const maxWidth = 420;
/** Cell padding left and right, the border, and room for the resize handle. */
const chrome = 20;

let canvas: CanvasRenderingContext2D | null = null;

/** Width of a text in a font, as the browser lays it out. */
export function textWidth(text: string, font: string): number {
  canvas ??= document.createElement('canvas').getContext('2d');
  if (canvas === null) return text.length * 8;
  canvas.font = font;
  return canvas.measureText(text).width;
}

/** The width that shows the header and every sample; nulls count as the word NULL. */
export function fitWidth(header: readonly string[], samples: readonly (string | null)[], font: string): number {
  let width = 0;
  for (const text of header) width = Math.max(width, textWidth(text, font) * 1.06);
  for (const sample of samples) width = Math.max(width, textWidth(oneLine(sample ?? 'NULL'), font));
  return Math.max(minWidth, Math.min(maxWidth, Math.ceil(width) + chrome));
}
