// gofmt compiled by TinyGo: well-formed, ugly and broken sources.

import {attempt, bytes, load, print, sha256} from '../lib/workload.mjs';

const {format} = await load('@wasm-fmt/gofmt/gofmt_node.js');

const ugly = `package   main
import ("fmt";"os"
 "strings")
// comment
type   T struct{ A int;  LongName string \`json:"x"\`
 B  map[string][]func(int,...string)(bool,error) }
type Set[K comparable,V any] interface{ ~int|~string
 Get(k K)(V,bool)
}
const ( X=iota
 Y ; Zeta )
func(t*T)M(a,b int,c ...string)(r int,err error){ defer func(){ if r:=recover();r!=nil{fmt.Println(r)} }()
outer: for i:=0;i<10;i++{ switch{case i>5&&a==b||c!=nil:continue outer
default: go func(ch chan<- int){ch<-i*i+a<<2&^b}(make(chan<- int,1)) } }
  x:=[...]int{1,2,3}; y:=map[string]int{"a":1,
 "bcd":22, }
 select{ case v,ok:=<-q: _=v;_=ok
 default: }
 if v,ok:=interface{}(t).(fmt.Stringer);ok{return len(v.String()),nil}else if x[0]>y["a"]{ goto end }
 end: return strings.Count("a\\tb",\`raw
text\`),nil  /* trailing */ }
func main(){os.Exit(int(+1.5e3i*0)); Map[int,string](nil) ;var f float64=0x1p-2;_=f;_='\\u00e9'}
`;
print(format(ugly));
print(sha256(format(format(ugly))));

const operators = ['+', '-', '*', '/', '%', '&', '|', '^', '<<', '>>', '&&', '||', '==', '<', '&^'];
for (let round = 0; round < 25; round++) {
  const numbers = bytes(`source ${round}`, 4000);
  let at = 0;
  const draw = (n) => numbers[at++ % numbers.length] % n;
  const expression = (depth) => (depth && draw(4)
    ? [`(${expression(depth - 1)})`, `${expression(depth - 1)}${operators[draw(operators.length)]}${expression(depth - 1)}`,
      `f( ${expression(depth - 1)},x[${expression(depth - 1)}: ] )`, `(-${expression(depth - 1)})`][draw(4)]
    : ['a', 'bb', '17', '"s"', 'c.d'][draw(5)]);
  const statement = (depth) => [
    () => `v${draw(9)}  =  ${expression(3)}  // note ${draw(99)}`,
    () => `if ${expression(2)} {\n${depth ? statement(depth - 1) : ''}\n} else {\n\n\n${expression(1)}\n}`,
    () => `for i:=range ${expression(1)} { ${depth ? statement(depth - 1) : 'break'} }`,
    () => `var (\n a,bcd int=1,2\n\n  e string /* c */\n)`,
    () => `switch x:=${expression(1)};x { case 1,2: ${expression(2)}\n}`,
  ][draw(5)]();
  const source = `package p${round}\nfunc f(){${Array.from({length: 12}, () => statement(4)).join('\n')}}`;
  attempt(`random ${round}`, () => sha256(format(source)));
}

for (const source of ['', 'package', 'package p\nfunc {', 'package p; var x = "unterminated', 'package p\nfunc f() { a := }',
  'package p\nimport "x" 5', 'package p // ok', '\ufeffpackage p', 'package p\n\n\n\nvar é = 1', `package p; var x = ${'('.repeat(20)}1${')'.repeat(20)}`]) {
  attempt(JSON.stringify(source.slice(0, 40)), () => JSON.stringify(format(source)));
}
