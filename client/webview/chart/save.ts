/** A picture as a file: SVG that looks the same without our styles, and PNG painted from it. No image is ever loaded. */

const SVG = 'http://www.w3.org/2000/svg';
/** What the style sheet decides, as attributes of SVG. */
const STYLED = [
  ...['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linejoin', 'opacity'],
  ...['font-family', 'font-size', 'font-weight'],
];
/** Pixels of a PNG for one of the screen: sharp on paper too. */
const PNG_SCALE = 2;

/** A copy with everything in it that the page's styles gave. `picture` must be in the document. */
export function standalone(picture: SVGSVGElement, background: string): SVGSVGElement {
  const copy = picture.cloneNode(true) as SVGSVGElement;
  const originals = picture.querySelectorAll<SVGElement>('*');
  copy.querySelectorAll<SVGElement>('*').forEach((element, index) => {
    const original = originals[index];
    if (original === undefined) return;
    const style = getComputedStyle(original);
    for (const name of STYLED) {
      const value = style.getPropertyValue(name);
      if (value === '' || value === 'none' || value === 'normal') continue;
      if (name.startsWith('font') && element.localName !== 'text') continue;
      element.setAttribute(name, name === 'fill' || name === 'stroke' ? plainColor(value) : value);
    }
    if (style.getPropertyValue('fill') === 'none') element.setAttribute('fill', 'none');
    element.removeAttribute('class');
    element.removeAttribute('data-mark');
  });
  copy.removeAttribute('class');
  copy.removeAttribute('aria-hidden');
  const paper = document.createElementNS(SVG, 'rect');
  for (const [name, value] of Object.entries({ width: '100%', height: '100%', fill: plainColor(background) })) {
    paper.setAttribute(name, value);
  }
  copy.prepend(paper);
  return copy;
}

export function svgBytes(copy: SVGSVGElement): Uint8Array {
  const text = new XMLSerializer().serializeToString(copy);
  return new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`);
}

export async function pngBytes(copy: SVGSVGElement): Promise<Uint8Array> {
  const canvas = document.createElement('canvas');
  const [width, height] = ['width', 'height'].map((name) => Number(copy.getAttribute(name)));
  canvas.width = Math.ceil((width ?? 0) * PNG_SCALE);
  canvas.height = Math.ceil((height ?? 0) * PNG_SCALE);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('this browser cannot paint');
  context.scale(PNG_SCALE, PNG_SCALE);
  for (const element of copy.children) paint(context, element as SVGElement, width ?? 0, height ?? 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('this picture is too large');
  return new Uint8Array(await blob.arrayBuffer());
}

function paint(context: CanvasRenderingContext2D, element: SVGElement, width: number, height: number): void {
  const number = (name: string): number => {
    const value = element.getAttribute(name) ?? '0';
    return value === '100%' ? (name === 'width' ? width : height) : parseFloat(value);
  };
  const get = (name: string, otherwise: string): string => element.getAttribute(name) ?? otherwise;
  context.save();
  const matrix = (element as SVGGraphicsElement).transform?.baseVal.consolidate()?.matrix;
  if (matrix) context.transform(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f);
  context.globalAlpha = parseFloat(get('opacity', '1'));
  context.fillStyle = get('fill', 'black');
  context.strokeStyle = get('stroke', 'transparent');
  context.lineWidth = parseFloat(get('stroke-width', '1'));
  context.lineJoin = 'round';
  context.setLineDash((get('stroke-dasharray', '').match(/[\d.]+/g) ?? []).map(Number));
  if (element.localName === 'text') {
    context.font = `${get('font-weight', '400')} ${get('font-size', '12px')} ${get('font-family', 'sans-serif')}`;
    const anchor = get('text-anchor', 'start');
    context.textAlign = anchor === 'middle' ? 'center' : anchor === 'end' ? 'end' : 'start';
    context.fillText(element.textContent, number('x'), number('y'));
  } else {
    const path = outline(element, number);
    const share = context.globalAlpha;
    if (get('fill', 'black') !== 'none') {
      context.globalAlpha = share * parseFloat(get('fill-opacity', '1'));
      context.fill(path);
    }
    context.globalAlpha = share;
    if (element.hasAttribute('stroke')) context.stroke(path);
  }
  context.restore();
}

function outline(element: SVGElement, number: (name: string) => number): Path2D {
  const path = new Path2D(element.localName === 'path' ? (element.getAttribute('d') ?? '') : '');
  switch (element.localName) {
    case 'rect':
      path.rect(number('x'), number('y'), number('width'), number('height'));
      break;
    case 'circle':
      path.arc(number('cx'), number('cy'), number('r'), 0, 2 * Math.PI);
      break;
    case 'line':
      path.moveTo(number('x1'), number('y1'));
      path.lineTo(number('x2'), number('y2'));
      break;
  }
  return path;
}

const known = new Map<string, string>();

/** A colour as `#rrggbb` or `rgba(…)`: of the newer forms a browser computes, programs that show SVG know little. */
export function plainColor(color: string): string {
  const found = known.get(color);
  if (found !== undefined) return found;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d');
  if (context === null) return color;
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0, a = 255] = context.getImageData(0, 0, 1, 1).data;
  const hex = `#${[r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  const plain = a === 255 ? hex : `rgba(${r}, ${g}, ${b}, ${(a / 255).toFixed(3)})`;
  known.set(color, plain);
  return plain;
}
