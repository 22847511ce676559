// Formats a Go source of some hundred lines: scanner, parser and printer of a compiler.

import {load} from '../../../test/corpus/lib/workload.mjs';

export async function start() {
  const {format} = await load('@wasm-fmt/gofmt/gofmt_node.js');
  const functions = Array.from({length: 60}, (_, i) => `
func f${i}(a,b int,c ...string)(r int,err error){ defer func(){ if r:=recover();r!=nil{ log(r) } }()
for i:=0;i<${i};i++{ switch{case i>5&&a==b||c!=nil: continue
default: r+=i*i+a<<2&^b } }
x:=[...]int{1,2,${i}}; y:=map[string]int{"a":1,
 "bcd":22, } // comment ${i}
 if v,ok:=y["a"];ok{return len(c)+v,nil}else if x[0]>y["bcd"]{ r=f${(i + 1) % 60}(1,2) }
 return r,nil  /* trailing */ }`);
  const source = `package   p\nimport ("fmt")\n${functions.join('\n')}\n`;
  return () => format(source);
}
