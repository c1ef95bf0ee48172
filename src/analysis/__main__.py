from analysis.cli import main

main(prog_name="standards")
