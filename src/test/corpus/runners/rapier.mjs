// Rapier's physics in SIMD Rust: a collapsing tower, joints, rays, and a snapshot taken half-way.

import {load, print, sha256} from '../lib/workload.mjs';

const {default: rapier} = await load('@dimforge/rapier3d-simd-compat/dist/rapier.mjs');
await rapier.init();
print('version', rapier.version());

const world = new rapier.World({x: 0, y: -9.81, z: 0});
world.createCollider(rapier.ColliderDesc.cuboid(40, 0.5, 40));
world.createCollider(rapier.ColliderDesc.heightfield(4, 4,
  new Float32Array(25).map((_, i) => Math.fround(((i * 7) % 5) / 4)), {x: 30, y: 1, z: 30}));

const shapes = [
  () => rapier.ColliderDesc.cuboid(0.5, 0.4, 0.6),
  () => rapier.ColliderDesc.ball(0.45).setRestitution(0.6),
  () => rapier.ColliderDesc.capsule(0.3, 0.25),
  () => rapier.ColliderDesc.cylinder(0.4, 0.35).setFriction(0.9),
  () => rapier.ColliderDesc.convexHull(new Float32Array([0, 0.6, 0, 0.5, -0.3, 0.4, -0.5, -0.3, 0.4, 0, -0.3, -0.6])),
];
const bodies = Array.from({length: 60}, (_, i) => {
  const body = world.createRigidBody(rapier.RigidBodyDesc.dynamic()
    .setTranslation((i % 4) * 1.1 - 2 + i / 50, 2 + Math.floor(i / 4) * 1.3, ((i * 3) % 4) * 0.9)
    .setLinvel(0, -(i % 3), i % 2).setAngvel({x: i % 5, y: 1, z: 0}).setCcdEnabled(i % 10 === 0));
  world.createCollider(shapes[i % shapes.length]().setDensity(1 + (i % 3)), body);
  return body;
});
for (let i = 0; i < 8; i++) {
  const joint = i % 2
    ? rapier.JointData.revolute({x: 0, y: 1, z: 0}, {x: 0, y: -1, z: 0}, {x: 0, y: 0, z: 1})
    : rapier.JointData.spherical({x: 1, y: 0, z: 0}, {x: -1, y: 0, z: 0});
  world.createImpulseJoint(joint, bodies[i], bodies[i + 8], true);
}

function report(label, world, bodies) {
  const state = new Float32Array(bodies.flatMap((body) => {
    const [p, q, v] = [body.translation(), body.rotation(), body.linvel()];
    return [p.x, p.y, p.z, q.x, q.y, q.z, q.w, v.x, v.y, v.z];
  }));
  const {x, y, z} = bodies[0].translation();
  const hit = world.castRay(new rapier.Ray({x: 0.2, y: 20, z: 0.3}, {x: 0, y: -1, z: 0}), 50, true);
  print(label, sha256(new Uint8Array(state.buffer)), x, y, z, 'ray', hit?.timeOfImpact, 'asleep', bodies.filter((b) => b.isSleeping()).length);
}

const events = new rapier.EventQueue(true);
for (let step = 0; step <= 240; step++) {
  world.step(events);
  if (step === 100) bodies.slice(0, 10).forEach((body, i) => body.applyImpulse({x: i, y: 5, z: -i}, true));
  if (step % 30 === 0) report(`step ${step}`, world, bodies);
}
const snapshot = world.takeSnapshot();
print('snapshot', snapshot.length, sha256(snapshot));
const restored = rapier.World.restoreSnapshot(snapshot);
const again = bodies.map((body) => restored.getRigidBody(body.handle));
for (let step = 0; step < 30; step++) {
  world.step();
  restored.step();
}
report('went on', world, bodies);
report('restored', restored, again);
