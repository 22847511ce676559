// Yoga's flexbox layout (C++): trees made from repeatable numbers, laid out in both directions,
// with measuring functions in JavaScript that the module calls back.

import {bytes, load, print, sha256} from '../lib/workload.mjs';

const {default: Yoga} = await load('yoga-layout/dist/src/index.js');

const config = Yoga.Config.create();
config.setPointScaleFactor(2);
config.setUseWebDefaults(true);

function tree(draw, depth) {
  const node = depth % 2 ? Yoga.Node.create(config) : Yoga.Node.create();
  const pick = (...choices) => choices[draw() % choices.length];
  node.setFlexDirection(draw() % 4);
  node.setJustifyContent(draw() % 6);
  node.setAlignItems(draw() % 6);
  node.setAlignContent(draw() % 8);
  node.setFlexWrap(draw() % 3);
  node.setFlexGrow(pick(0, 1, 2.5));
  node.setFlexShrink(pick(0, 1));
  node.setFlexBasis(pick('auto', 20, '30%'));
  node.setWidth(pick('auto', 'auto', 40 + draw() % 100, '50%'));
  node.setHeight(pick('auto', 'auto', 15.3 + draw() % 50, '25%'));
  if (draw() % 5 === 0) node.setAspectRatio(pick(0.5, 1.777));
  if (draw() % 6 === 0) node.setPositionType(Yoga.POSITION_TYPE_ABSOLUTE);
  node.setMargin(draw() % 9, pick(0, 3.5, 'auto', '5%'));
  node.setPadding(draw() % 9, draw() % 12);
  node.setBorder(draw() % 9, draw() % 4);
  node.setGap(draw() % 3, draw() % 7);
  node.setPosition(draw() % 6, pick(0, -4, 6.25));
  node.setMinWidth(draw() % 30);
  node.setMaxHeight(pick(NaN, 60, '80%'));
  node.setOverflow(draw() % 3);
  node.setDisplay(draw() % 9 ? Yoga.DISPLAY_FLEX : Yoga.DISPLAY_NONE);
  const children = depth ? 1 + draw() % 4 : 0;
  for (let i = 0; i < children; i++) node.insertChild(tree(draw, depth - 1), i);
  if (!children) {
    const content = 10 + draw();
    node.setMeasureFunc((width, widthMode, height, heightMode) => ({
      width: widthMode === Yoga.MEASURE_MODE_UNDEFINED ? content : Math.min(content, width),
      height: heightMode === Yoga.MEASURE_MODE_EXACTLY ? height : Math.ceil(content / 7),
    }));
  }
  return node;
}

function describe(node, indent = '') {
  const {left, top, width, height} = node.getComputedLayout();
  const edges = [0, 1, 2, 3].map((edge) => [node.getComputedMargin(edge), node.getComputedPadding(edge), node.getComputedBorder(edge)]);
  let text = `${indent}${left} ${top} ${width} ${height} ${edges.join(' ')}\n`;
  for (let i = 0; i < node.getChildCount(); i++) text += describe(node.getChild(i), `${indent} `);
  return text;
}

for (let round = 0; round < 60; round++) {
  const numbers = bytes(`tree ${round}`, 60_000);
  let at = 0;
  const root = tree(() => numbers[at++], 1 + round % 5);
  for (const [width, height, direction] of [[320, 480, Yoga.DIRECTION_LTR], [777.7, undefined, Yoga.DIRECTION_RTL], [undefined, 100, Yoga.DIRECTION_LTR]]) {
    root.calculateLayout(width, height, direction);
    const layout = describe(root);
    if (round < 3) print(layout);
    print(round, width, height, at, sha256(layout));
  }
  root.getChild(0).setFlexGrow(7);
  root.calculateLayout(500, 500);
  print(round, 'changed', sha256(describe(root)), root.isDirty(), root.hasNewLayout());
  root.freeRecursive();
}
