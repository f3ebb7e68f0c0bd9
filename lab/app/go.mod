module seaworthy.example/lab/app

go 1.21
